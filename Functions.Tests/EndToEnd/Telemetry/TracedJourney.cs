using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Sandbox.Certification;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Telemetry;

/// <summary>A badge from its award to its acceptance, and what was exported of it.</summary>
internal static class TracedJourney
{
    public static async Task<Uri> RunAsync(BadgeApplication app, Achievement? achievement = null)
    {
        // Two who write a badge at the same moment cost a read and a write more: here SendGrid's events come after the e-mail's step, as they do from SendGrid.
        app.Sandbox.SendGridEvents.Hold = true;
        var (badge, link) = await app.AwardAndMailAsync(achievement);
        await app.EventsFollowedUpAsync();
        // The member's browser shares the app's process here, and would tell of its own requests.
        using var untraced = SuppressInstrumentationScope.Begin();
        app.Sandbox.SendGridEvents.Release();
        await app.BadgeAsync(badge, known => known.Mails[BadgeMail.Claim].State is BadgeMailState.Delivered);
        await BadgeApplication.AcceptAsync(link);
        await app.BadgeAsync(badge, known => known.Credential is not null);
        return link;
    }

    public static async Task<IReadOnlyList<OtlpSpan>> ExportAsync(BadgeApplication app, OtlpReceiver receiver)
    {
        await BadgeApplication.UntilAsync(
            () =>
            {
                Assert.True(app.Services.GetRequiredService<TracerProvider>().ForceFlush());
                return Task.FromResult(receiver.Spans.Any(span => span.Name.StartsWith("orchestration:BadgeWorkflow", StringComparison.Ordinal)));
            },
            () => string.Join('\n', receiver.Spans));
        Assert.True(app.Services.GetRequiredService<MeterProvider>().ForceFlush());
        Assert.True(app.Services.GetRequiredService<LoggerProvider>().ForceFlush());
        // A batch that is on its way counts as flushed.
        await BadgeApplication.UntilAsync(() => Task.FromResult(receiver.Paths.Count == 3), () => string.Join(' ', receiver.Paths));
        return receiver.Spans;
    }
}
