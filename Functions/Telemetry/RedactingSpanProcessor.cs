using System.Diagnostics;
using OpenTelemetry;

namespace BadgeFunctions.Functions.Telemetry;

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
