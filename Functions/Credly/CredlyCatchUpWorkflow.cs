using System.Text.Json.Serialization;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Storage;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Credly;

/// <summary>
/// Walks Credly's feed of events, and then the badges whose state changed, from the newest back to where the last run began. What no
/// webhook has told is followed up. A run that is interrupted goes on at its page.
/// </summary>
/// <remarks>Its output, and its custom status while it runs, is how many it has mended.</remarks>
public static class CredlyCatchUpWorkflow
{
    private const int PagesPerLife = 20;

    private static readonly TimeSpan PauseBetweenWalks = TimeSpan.FromMinutes(1);

    /// <summary>The orchestrator.</summary>
    [Function(nameof(CredlyCatchUpWorkflow))]
    public static async Task<int> Run([OrchestrationTrigger] TaskOrchestrationContext context, CatchUp run)
    {
        run = run.Since is null
            ? run with { Since = await context.CallActivityAsync<DateTimeOffset>(nameof(FindCatchUpStart), run.Now, Orchestrations.Persistent) }
            : run;
        for (var page = 0; page < PagesPerLife && run.Walk is not CatchUpWalk.Done; page++)
        {
            var activity = run.Walk is CatchUpWalk.Events ? nameof(CatchUpEvents) : nameof(CatchUpBadges);
            var read = await context.CallActivityAsync<CatchUpPage>(activity, run, Orchestrations.Persistent);
            var after = run.After(read);
            if (after.Walk != run.Walk && after.Mended > 0)
            {
                // What was just started is not to be found a second time.
                await context.CreateTimer(PauseBetweenWalks, CancellationToken.None);
            }

            run = after;
            context.SetCustomStatus(run.Mended);
        }

        if (run.Walk is not CatchUpWalk.Done)
        {
            context.ContinueAsNew(run);
            return run.Mended;
        }

        await context.CallActivityAsync(nameof(FinishCatchUp), run, Orchestrations.Persistent);
        return run.Mended;
    }
}

/// <summary>Where a run of <see cref="CredlyCatchUpWorkflow"/> stands.</summary>
/// <param name="Now">When it began.</param>
public sealed record CatchUp(DateTimeOffset Now)
{
    // What happened a moment ago is still being told by its webhook.
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(5);

    /// <summary>What happened after this was not looked at before; null until it was looked up.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What happened after this is left to the next run.</summary>
    [JsonIgnore]
    public DateTimeOffset Until => Now - Settling;

    /// <summary>What is being walked.</summary>
    public CatchUpWalk Walk { get; init; }

    /// <summary>The page that is read next, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>How much was looked at.</summary>
    public int Looked { get; init; }

    /// <summary>How much of it no webhook had told.</summary>
    public int Mended { get; init; }

    /// <summary>Whether something of this time is this run's.</summary>
    public bool IsDue(DateTimeOffset at) => at > Since && at <= Until;

    /// <summary>Where the run stands after a page.</summary>
    public CatchUp After(CatchUpPage read)
    {
        var after = this with { Looked = Looked + read.Looked, Mended = Mended + read.Mended };
        return read.IsLast ? after with { Walk = Walk + 1, Page = 1 } : after with { Page = Page + 1 };
    }
}

/// <summary>The walks of a run, in their order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CatchUpWalk>))]
public enum CatchUpWalk
{
    /// <summary>The organization's events.</summary>
    Events,

    /// <summary>The badges whose state changed.</summary>
    Badges,

    /// <summary>Over.</summary>
    Done,
}

/// <summary>What came of a page.</summary>
/// <param name="Looked">How much on it was this run's.</param>
/// <param name="Mended">How much of it no webhook had told.</param>
/// <param name="IsLast">Whether what follows is older than the run.</param>
public sealed record CatchUpPage(int Looked, int Mended, bool IsLast);

/// <summary>Timer: three times an hour, catches up with what Credly's webhooks should have told.</summary>
internal sealed class CatchUpWithCredly(IOptions<CredlyOptions> options, TimeProvider clock)
{
    /// <summary>One at a time: a run that is not over when the next is due goes on.</summary>
    public const string InstanceId = "credly-catch-up";

    [Function(nameof(CatchUpWithCredly))]
    public async Task Run(
        [TimerTrigger("0 5/20 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken)
    {
        if (options.Value.IsSetUp)
        {
            await durable.StartOnceAsync(nameof(CredlyCatchUpWorkflow), new CatchUp(clock.GetUtcNow()), InstanceId, cancellationToken);
        }
    }
}

/// <summary>Activity: since when Credly's events have not been looked at.</summary>
internal sealed partial class FindCatchUpStart(Bookmarks bookmarks, ILogger<FindCatchUpStart> logger)
{
    public const string Bookmark = "credly-catch-up";

    // As long as Credly itself tries to deliver an event.
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(25);

    // Credly's clock and ours may differ.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    [Function(nameof(FindCatchUpStart))]
    public async Task<DateTimeOffset> Run([ActivityTrigger] DateTimeOffset now, CancellationToken cancellationToken)
    {
        var readUntil = await bookmarks.FindAsync(Bookmark, cancellationToken);
        if (readUntil > now)
        {
            LogFromFuture(logger, readUntil.Value);
            readUntil = null;
        }

        return readUntil - Overlap is { } since && since > now - Furthest ? since : now - Furthest;
    }

    [LoggerMessage(3002, LogLevel.Warning, "The bookmark in Credly's events is in the future ({ReadUntil:u}): all that Credly may still tell is read again")]
    private static partial void LogFromFuture(ILogger logger, DateTimeOffset readUntil);
}

/// <summary>Activity: reads a page of Credly's events, and follows up those that no webhook has told.</summary>
internal sealed class CatchUpEvents(CredlyClient credly, CredlyEvents events, BadgeMetrics metrics)
{
    /// <exception cref="InvalidOperationException">Credly cannot be asked now; the retry policy tries again.</exception>
    [Function(nameof(CatchUpEvents))]
    public async Task<CatchUpPage> Run(
        [ActivityTrigger] CatchUp run, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var answer = await credly.ListEventsAsync(run.Page, cancellationToken);
        var page = answer.Data ?? throw new InvalidOperationException(answer.Reason);
        CredlyEvent[] due = [.. page.Items.Where(told => told.OccurredAt is { } at && run.IsDue(at) && IsFollowedUp(told))];
        var mended = 0;
        // The oldest first, as they happened.
        foreach (var told in due.Reverse())
        {
            mended += await events.CatchUpAsync(told, durable, cancellationToken) ? 1 : 0;
        }

        metrics.EventsUnreadable("credly", page.Unreadable);
        return new CatchUpPage(due.Length, mended, page.IsLastOf(told => told.OccurredAt <= run.Since));
    }

    // Templates are compared every night.
    private static bool IsFollowedUp(CredlyEvent told) => CredlyEventTypes.IsAboutBadge(told.EventType);
}

/// <summary>Activity: reads a page of the badges whose state changed on Credly, and follows up those that are in another state here.</summary>
internal sealed partial class CatchUpBadges(
    CredlyClient credly, BadgeLookups lookups, BadgeStore badges, BadgeMetrics metrics, ILogger<CatchUpBadges> logger)
{
    // A badge whose state never changed is pending, and has no time of a change.
    private static readonly CredlyBadgeQuery Changed = new() { States = ["accepted", "rejected", "revoked"], Sort = "-state_updated_at" };

    /// <exception cref="InvalidOperationException">Credly cannot be asked now; the retry policy tries again.</exception>
    [Function(nameof(CatchUpBadges))]
    public async Task<CatchUpPage> Run(
        [ActivityTrigger] CatchUp run, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var answer = await credly.ListBadgesAsync(Changed, run.Page, cancellationToken);
        if (answer.Data is not { } page)
        {
            return answer.IsRefusal ? Skip(answer.Reason) : throw new InvalidOperationException(answer.Reason);
        }

        CredlyBadge[] due = [.. page.Items.Where(there => there.StateUpdatedAt is { } at && run.IsDue(at))];
        var mended = 0;
        foreach (var there in due)
        {
            mended += await MendAsync(there, durable, cancellationToken) ? 1 : 0;
        }

        metrics.EventsUnreadable("credly", page.Unreadable);
        return new CatchUpPage(due.Length, mended, page.IsLastOf(there => !(there.StateUpdatedAt > run.Since)));
    }

    private async Task<bool> MendAsync(CredlyBadge there, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var key = BadgeKey.IsBadgeId(there.IssuerEarnerId) ? await lookups.FindAsync(there.IssuerEarnerId!, cancellationToken) : null;
        if (key is null
            || await badges.FindAsync(key, cancellationToken) is not { Platform: { } known } badge
            || known.Id != there.Id
            || CredlyPlatform.StateOf(there.State) is not { } state
            || state == known.State)
        {
            return false;
        }

        var noted = await badges.NoteNewsAsync(badge, isDeletion: false, cancellationToken);
        await BadgeSignal.RaiseAsync(durable, badge.Key, noted.State, cancellationToken);
        return true;
    }

    // The feed of events says the same: that this list cannot be had must not keep the bookmark where it is.
    private CatchUpPage Skip(string reason)
    {
        LogRefused(logger, reason);
        return new CatchUpPage(0, 0, IsLast: true);
    }

    [LoggerMessage(3003, LogLevel.Warning, "The badges that changed on Credly cannot be listed: {Reason}")]
    private static partial void LogRefused(ILogger logger, string reason);
}

/// <summary>Activity: moves the bookmark on, and reports what was mended.</summary>
internal sealed partial class FinishCatchUp(Bookmarks bookmarks, BadgeMetrics metrics, ILogger<FinishCatchUp> logger)
{
    [Function(nameof(FinishCatchUp))]
    public async Task Run([ActivityTrigger] CatchUp run, CancellationToken cancellationToken)
    {
        await bookmarks.SaveAsync(FindCatchUpStart.Bookmark, run.Until, cancellationToken);
        metrics.Reconciled("catch-up", run.Mended);
        LogFinished(logger, run.Looked, run.Since, run.Until, run.Mended);
    }

    [LoggerMessage(3004, LogLevel.Information, "Caught up with Credly: {Looked} looked at from {Since:u} to {Until:u}, {Mended} mended")]
    private static partial void LogFinished(ILogger logger, int looked, DateTimeOffset? since, DateTimeOffset until, int mended);
}
