using System.Diagnostics;
using System.Text.RegularExpressions;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace BadgeFunctions.Functions.Telemetry;

/// <summary>
/// Takes the secrets out of addresses in texts: <c>/claim/{link}</c>, <c>/sign-in/{link}</c>, <c>/accept/{link}</c>,
/// <c>/reminders/{link}</c>, <c>/confirm-address/{link}</c> and <c>/wallet/{link}</c> open to whoever has them, and <c>?code=</c> is a function key. <c>infra/bicep/modules/redaction.bicep</c> does the same to what the host writes.
/// </summary>
internal static partial class SecretAddresses
{
    public static string Redact(string text) => Key().Replace(Link().Replace(text, "/$1/[link]"), "$1[key]");

    /// <summary>The value of an attribute; the same object when there is no secret in it.</summary>
    public static object? Redact(object? value) => value switch
    {
        string text => Redact(text),
        string[] texts => Array.ConvertAll(texts, Redact),
        // Numbers and dates; what is left are types such as PathString and Uri, of which exporters write the text.
        null or bool or (ValueType and IFormattable) => value,
        _ when value.ToString() is { } text && Redact(text) is var redacted && redacted != text => redacted,
        _ => value,
    };

    [GeneratedRegex("""/(claim|sign-in|accept|reminders|confirm-address|wallet)/[^/?\s"\\]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex("""((?:^|[?&"])code=)[^&\s"\\]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Key();
}

/// <summary>Takes the secrets of addresses out of log records of whatever level, before an exporter sees them.</summary>
internal sealed class RedactingLogProcessor : BaseProcessor<LogRecord>
{
    public override void OnEnd(LogRecord data)
    {
        data.FormattedMessage = data.FormattedMessage is { } message ? SecretAddresses.Redact(message) : null;
        data.Body = data.Body is { } body ? SecretAddresses.Redact(body) : null;
        data.Attributes = data.Attributes?.Select(Redact).ToArray();

        // An exporter writes an exception's own text: where that has a secret, its redacted text takes its place.
        if (data.Exception is { } exception && exception.ToString() is var text && SecretAddresses.Redact(text) is var redacted && redacted != text)
        {
            data.Exception = null;
            data.Attributes =
            [
                .. data.Attributes ?? [],
                new("exception.type", exception.GetType().FullName),
                new("exception.message", SecretAddresses.Redact(exception.Message)),
                new("exception.stacktrace", redacted),
            ];
        }
    }

    private static KeyValuePair<string, object?> Redact(KeyValuePair<string, object?> attribute) =>
        new(attribute.Key, SecretAddresses.Redact(attribute.Value));
}

/// <summary>Takes the secrets of addresses out of spans, whoever made them, before an exporter sees them.</summary>
internal sealed class RedactingSpanProcessor : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        data.DisplayName = SecretAddresses.Redact(data.DisplayName);
        data.SetStatus(data.Status, data.StatusDescription is { } description ? SecretAddresses.Redact(description) : null);
        foreach (var (name, value) in data.TagObjects.ToArray())
        {
            data.SetTag(name, SecretAddresses.Redact(value));
        }
    }
}

/// <summary>The address of an outgoing request as telemetry may keep it.</summary>
internal static class SafeAddress
{
    /// <summary>
    /// The address without its query and without the keys of a Table storage row, <c>Members(PartitionKey='...',RowKey='...')</c>:
    /// both name members and their e-mail addresses.
    /// </summary>
    public static string Of(Uri address)
    {
        var path = address.GetLeftPart(UriPartial.Path);
        var keys = path.IndexOf('(', StringComparison.Ordinal);
        return keys < 0 ? path : $"{path[..keys]}()";
    }
}
