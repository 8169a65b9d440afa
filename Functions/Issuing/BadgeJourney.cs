using System.Text.Json.Serialization;
using BadgeFunctions.Functions.Awards;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>All that <see cref="BadgeWorkflow"/> knows: what was awarded, where it stands, and when each next step is due.</summary>
public sealed record BadgeJourney
{
    /// <summary>What was awarded.</summary>
    public required Award Award { get; init; }

    /// <summary>When the certification system said so; null of journeys that began before this was kept, or go on from the badge's row.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>The state that was seen last; the badge's row is the truth.</summary>
    public BadgeState State { get; init; } = BadgeState.Issuing;

    /// <summary>When to issue the badge on the platform; null once that is done.</summary>
    public DateTimeOffset? IssueAt { get; init; }

    /// <summary>When to read the badge from the platform; null while there is no reason to.</summary>
    public DateTimeOffset? SyncAt { get; init; }

    /// <summary>When the live token's time is over; null when none is known.</summary>
    public DateTimeOffset? TokenExpiresAt { get; init; }

    /// <summary>The e-mails that are still to be sent, the next one first.</summary>
    public required IReadOnlyList<PlannedEmail> Emails { get; init; }

    /// <summary>The end of the claim window.</summary>
    public required DateTimeOffset ClaimableUntil { get; init; }

    /// <summary>How often in a row the step that is being tried could not be done.</summary>
    public int Failures { get; init; }

    /// <summary>The journey of an award that is taken at <paramref name="now"/>.</summary>
    public static BadgeJourney Begin(Award award, ClaimOptions options, DateTimeOffset now, DateTimeOffset? toldAt = null) => new()
    {
        Award = award,
        ToldAt = toldAt,
        IssueAt = now,
        ClaimableUntil = now + options.Window,
        Emails =
        [
            new PlannedEmail(PlannedEmail.Claim, now),
            .. options.Reminders.Select((after, index) => new PlannedEmail(PlannedEmail.Reminder(index + 1), now + after)),
        ],
    };

    /// <summary>
    /// The journey of a badge whose workflow was lost: goes on from the badge's row. E-mails that were sent are planned again and
    /// not sent again, as their deliveries are on record.
    /// </summary>
    public static BadgeJourney Resume(Badge badge, ClaimOptions options, DateTimeOffset now) => new()
    {
        Award = Award.Of(badge),
        State = badge.State,
        IssueAt = badge.State is BadgeState.Issuing ? now : null,
        SyncAt = badge.State is BadgeState.Issuing ? null : now,
        TokenExpiresAt = badge.Token?.ExpiresAt,
        ClaimableUntil = badge.ClaimableUntil,
        Emails =
        [
            // Who has accepted it before is told that it has to be accepted anew: that is another e-mail.
            .. badge.AcceptedAt is null ? [new PlannedEmail(PlannedEmail.Claim, now)] : Array.Empty<PlannedEmail>(),
            .. options.Reminders
                .Select((after, index) => new PlannedEmail(PlannedEmail.Reminder(index + 1), badge.CreatedAt + after))
                .Where(reminder => reminder.At > now),
        ],
    };

    /// <summary>What is to be done at <paramref name="now"/>.</summary>
    public JourneyStep StepAt(DateTimeOffset now) => this switch
    {
        { IssueAt: { } at } => at <= now ? JourneyStep.Issue : JourneyStep.Wait,
        { SyncAt: { } at } when at <= now => JourneyStep.Sync,
        { TokenExpiresAt: { } at } when at <= now => JourneyStep.ExpireToken,
        _ when ClaimableUntil <= now => JourneyStep.Lapse,
        { Emails: [var email, ..] } when email.At <= now => JourneyStep.SendEmail,
        _ => JourneyStep.Wait,
    };

    /// <summary>When the next step is due if nothing happens before.</summary>
    [JsonIgnore]
    public DateTimeOffset NextStepAt =>
        IssueAt
        ?? new[] { SyncAt, TokenExpiresAt, Emails is [var email, ..] ? email.At : null, ClaimableUntil }.Min()!.Value;
}

/// <summary>The steps of <see cref="BadgeWorkflow"/>.</summary>
public enum JourneyStep
{
    /// <summary>Record the badge and issue it on the platform.</summary>
    Issue,

    /// <summary>Read the badge from the platform.</summary>
    Sync,

    /// <summary>Clear the token whose two minutes are over.</summary>
    ExpireToken,

    /// <summary>End the claim.</summary>
    Lapse,

    /// <summary>Send the next e-mail.</summary>
    SendEmail,

    /// <summary>Wait for the member, the platform, or the next step's time.</summary>
    Wait,
}
