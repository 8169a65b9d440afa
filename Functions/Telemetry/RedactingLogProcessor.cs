using OpenTelemetry;
using OpenTelemetry.Logs;

namespace BadgeFunctions.Functions.Telemetry;

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
