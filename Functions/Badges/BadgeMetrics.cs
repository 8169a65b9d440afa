using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using BadgeFunctions.Functions.Telemetry;

namespace BadgeFunctions.Functions.Badges;

/// <summary>What a badge officer asks for, as metrics. Counted once a change is saved, never when it is tried.</summary>
/// <remarks>
/// Names and units follow OpenTelemetry's naming conventions (https://opentelemetry.io/docs/specs/semconv/general/naming/). No
/// attribute names a member or a badge.
/// </remarks>
internal sealed class BadgeMetrics
{
    private const string CategoryKey = "badge.category";
    private const string EmailKey = "email.kind";
    private const string ErrorKey = "error.type";

    private readonly TimeProvider _clock;
    private readonly Counter<long> _issued;
    private readonly Counter<long> _emailed;
    private readonly Counter<long> _claimed;
    private readonly Counter<long> _tokenExpired;
    private readonly Counter<long> _tokenRefused;
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _declined;
    private readonly Counter<long> _lapsed;
    private readonly Counter<long> _bounced;
    private readonly Counter<long> _webhookRefused;
    private readonly Counter<long> _eventUnreadable;
    private readonly Counter<long> _reconciled;
    private readonly Counter<long> _callbackEnded;
    private readonly Histogram<double> _acceptanceDuration;
    private readonly Histogram<double> _stepOverdue;
    private readonly Gauge<double> _tokenRemaining;

    public BadgeMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        var meter = meters.Create(TelemetryRegistration.MeterName);
        _issued = meter.CreateCounter<long>("badge.issued", "{badge}", "Badges that the platform confirmed.");
        _emailed = meter.CreateCounter<long>("badge.emailed", "{email}", "E-mails that the provider took.");
        _claimed = meter.CreateCounter<long>("badge.claimed", "{claim}", "Tokens that members were given.");
        _tokenExpired = meter.CreateCounter<long>("badge.token.expired", "{token}", "Tokens whose two minutes ran out.");
        _tokenRefused = meter.CreateCounter<long>("badge.token.refused", "{token}", "Tokens that could not be redeemed.");
        _accepted = meter.CreateCounter<long>("badge.accepted", "{badge}", "Badges that members accepted.");
        _declined = meter.CreateCounter<long>("badge.declined", "{badge}", "Badges that members rejected.");
        _lapsed = meter.CreateCounter<long>("badge.lapsed", "{badge}", "Badges whose claim window ended.");
        _bounced = meter.CreateCounter<long>("badge.email.bounced", "{email}", "E-mails that did not reach the member.");
        _webhookRefused = meter.CreateCounter<long>("badge.webhook.refused", "{request}", "Certification webhooks that were refused.");
        _eventUnreadable = meter.CreateCounter<long>("badge.event.unreadable", "{event}", "Events of SendGrid or Credly that could not be read and were passed over.");
        _reconciled = meter.CreateCounter<long>("badge.reconciled", "{badge}", "Badges whose news from the platform no webhook had told.");
        _callbackEnded = meter.CreateCounter<long>("badge.callback.ended", "{callback}", "Callbacks that were delivered or given up.");
        _acceptanceDuration = meter.CreateHistogram(
            "badge.acceptance.duration",
            "s",
            "Time from the award to the acceptance.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [60, 600, 3600, 21600, 86400, 259200, 604800, 2592000, 7776000] });
        _stepOverdue = meter.CreateHistogram(
            "badge.step.overdue",
            "s",
            "How long a step has been waiting that could not be done, each time it is tried.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0, 60, 300, 900, 3600, 21600, 86400] });
        _tokenRemaining = meter.CreateGauge<double>("badge.platform.token.remaining", "s", "Time until the platform's authorization token ends.");
    }

    /// <summary>A change of a badge was saved.</summary>
    public void Changed(Badge before, Badge after)
    {
        var category = new KeyValuePair<string, object?>(CategoryKey, after.Category.ToString());
        if (before.Platform is null && after.Platform is not null)
        {
            _issued.Add(1, category);
        }

        if (after.Token is not null && after.Token != before.Token)
        {
            _claimed.Add(1, category);
        }

        if (before.Token is { } token && after.State is BadgeState.Pending && after.StateChangedAt >= token.ExpiresAt)
        {
            _tokenExpired.Add(1, category);
        }

        if (before.State != after.State)
        {
            Settled(after, category);
        }

        foreach (var problem in after.Problems.Except(before.Problems))
        {
            _stepOverdue.Record(
                Math.Max(0, (_clock.GetUtcNow() - problem.Since).TotalSeconds), new KeyValuePair<string, object?>("badge.step", problem.Step.ToString()));
        }
    }

    /// <summary>The provider took an e-mail.</summary>
    public void Emailed(string kind) => _emailed.Add(1, new KeyValuePair<string, object?>(EmailKey, kind));

    /// <summary>An e-mail did not reach its reader, and will not.</summary>
    public void Bounced(string kind, string reason) => _bounced.Add(1, new TagList { { EmailKey, kind }, { ErrorKey, reason } });

    /// <summary>A member came with a token that is not, or no longer, good.</summary>
    public void TokenRefused(string reason) => _tokenRefused.Add(1, new KeyValuePair<string, object?>(ErrorKey, reason));

    /// <summary>A certification webhook was refused.</summary>
    public void WebhookRefused(int status) =>
        _webhookRefused.Add(1, new KeyValuePair<string, object?>(ErrorKey, status.ToString(CultureInfo.InvariantCulture)));

    /// <summary>So many events among others could not be read, and were passed over.</summary>
    public void EventsUnreadable(string source, int count)
    {
        if (count > 0)
        {
            _eventUnreadable.Add(count, new KeyValuePair<string, object?>("event.source", source));
        }
    }

    /// <summary>A reconciliation with a platform has mended so many badges.</summary>
    public void Reconciled(string source, int mended) => _reconciled.Add(mended, new KeyValuePair<string, object?>("reconciliation", source));

    /// <summary>A callback was delivered, or given up.</summary>
    public void CallbackEnded(string type, bool isDelivered) => _callbackEnded.Add(
        1, new TagList { { "callback.type", type }, { "callback.outcome", isDelivered ? "delivered" : "dead" } });

    /// <summary>The platform's authorization token is good for so long.</summary>
    public void TokenRemaining(TimeSpan left) => _tokenRemaining.Record(left.TotalSeconds);

    private void Settled(Badge badge, KeyValuePair<string, object?> category)
    {
        switch (badge.State)
        {
            case BadgeState.Accepted:
                _accepted.Add(1, category);
                _acceptanceDuration.Record(Math.Max(0, ((badge.AcceptedAt ?? badge.StateChangedAt) - badge.CreatedAt).TotalSeconds), category);
                break;
            case BadgeState.Declined:
                _declined.Add(1, category);
                break;
            case BadgeState.Lapsed:
                _lapsed.Add(1, category);
                break;
        }
    }
}
