using System.Diagnostics.Metrics;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.Telemetry;

public sealed class BadgeMetricsTests : IDisposable
{
    private readonly TestMeters _meters = new();
    private readonly FakeTimeProvider _clock = new(A.Now);
    private readonly List<string> _seen = [];
    private readonly MeterListener _listener = new();
    private readonly BadgeMetrics _metrics;

    public BadgeMetricsTests()
    {
        _metrics = new BadgeMetrics(_meters, _clock);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == _meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument.Name, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument.Name, value, tags));
        _listener.Start();
    }

    [Fact]
    public void A_life_is_counted_step_by_step_and_each_step_once()
    {
        var issuing = A.Badge(BadgeState.Issuing) with { Platform = null };
        var pending = issuing.After(BadgeEvent.IssuedOnPlatform, A.Now)! with { Platform = A.Badge().Platform };
        var claimed = ClaimDecision.Claim(pending, "token", A.Now)!;
        var expired = claimed.After(BadgeEvent.TokenExpired, A.Now.AddMinutes(2))!;
        var again = ClaimDecision.Claim(expired, "token 2", A.Now.AddMinutes(3))!;
        var closed = ClaimDecision.Release(again, "token 2", A.Now.AddMinutes(4))!;
        var accepted = closed.After(BadgeEvent.AcceptedOnPlatform, A.Now.AddHours(1))! with { AcceptedAt = A.Now.AddHours(1) };

        Badge[] life = [issuing, pending, claimed, expired, again, closed, accepted, accepted with { Name = "renamed" }];
        foreach (var (before, after) in life.Zip(life.Skip(1)))
        {
            _metrics.Changed(before, after);
        }

        Assert.Equal(
            [
                "badge.issued 1 badge.category=Event",
                "badge.claimed 1 badge.category=Event",
                "badge.token.expired 1 badge.category=Event",
                "badge.claimed 1 badge.category=Event",
                "badge.accepted 1 badge.category=Event",
                "badge.acceptance.duration 3600 badge.category=Event",
            ],
            _seen);
    }

    [Theory]
    [InlineData(BadgeEvent.RejectedOnPlatform, "badge.declined")]
    [InlineData(BadgeEvent.ClaimWindowEnded, "badge.lapsed")]
    public void An_end_without_acceptance_is_counted(BadgeEvent happened, string counter)
    {
        var badge = A.Badge();

        _metrics.Changed(badge, badge.After(happened, A.Now)!);

        Assert.Equal([$"{counter} 1 badge.category=Event"], _seen);
    }

    [Fact]
    public void A_step_that_cannot_be_done_tells_how_long_it_has_been_waiting()
    {
        var first = A.Badge().WithProblem(BadgeStep.IssueBadge, "503", null, A.Now);
        _clock.Advance(TimeSpan.FromHours(2));
        var second = first.WithProblem(BadgeStep.IssueBadge, "502", null, _clock.GetUtcNow());

        _metrics.Changed(first, second);

        Assert.Equal(["badge.step.overdue 7200 badge.step=IssueBadge"], _seen);
    }

    [Fact]
    public void What_is_refused_bounces_or_ends_is_counted_by_its_reason()
    {
        _metrics.WebhookRefused(401);
        _metrics.TokenRefused(RedemptionStatus.Expired.ToString());
        _metrics.Emailed("claim");
        _metrics.Bounced("claim", "bounce");
        _metrics.CallbackEnded(CallbackTypes.Issued, isDelivered: true);
        _metrics.CallbackEnded(CallbackTypes.Issued, isDelivered: false);

        Assert.Equal(
            [
                "badge.webhook.refused 1 error.type=401",
                "badge.token.refused 1 error.type=Expired",
                "badge.emailed 1 email.kind=claim",
                "badge.email.bounced 1 email.kind=claim error.type=bounce",
                "badge.callback.ended 1 callback.type=badge.issued callback.outcome=delivered",
                "badge.callback.ended 1 callback.type=badge.issued callback.outcome=dead",
            ],
            _seen);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meters.Dispose();
    }

    private void Note<T>(string instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _seen.Add(string.Join(' ', [instrument, $"{value}", .. tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")]));
}
