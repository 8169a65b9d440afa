using System.Text.RegularExpressions;

namespace BadgeFunctions.Functions.Telemetry;

/// <summary>
/// Takes the secrets out of addresses in texts: <c>/claim/{link}</c>, <c>/sign-in/{link}</c> and <c>/accept/{link}</c> open to whoever has
/// them, and <c>?code=</c> is a function key. <c>infra/bicep/modules/redaction.bicep</c> does the same to what the host writes.
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

    [GeneratedRegex("""/(claim|sign-in|accept)/[^/?\s"\\]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex("""((?:^|[?&"])code=)[^&\s"\\]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Key();
}
