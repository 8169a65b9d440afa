using System.Text.Json.Serialization;

namespace BadgeFunctions.Functions.Badges;

/// <summary>The steps of a badge's workflow, in the booklet's order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BadgeStep>))]
public enum BadgeStep
{
    /// <summary>Record the badge and issue it on the platform.</summary>
    IssueBadge,

    /// <summary>Send the member the claim link, a reminder or a notice.</summary>
    EmailMember,

    /// <summary>Clear the token whose two minutes are over.</summary>
    ExpireToken,

    /// <summary>Read the badge from the platform.</summary>
    SyncAcceptance,

    /// <summary>Replace or revoke the badge on the platform.</summary>
    UpdatePlatform,

    /// <summary>Issue the Open Badges credential, or revoke one that the badge no longer says.</summary>
    IssueCredential,

    /// <summary>End the badge: its claim window or its validity is over.</summary>
    EndBadge,

    /// <summary>Notify the certification system.</summary>
    NotifyIssuer,

    /// <summary>Wait for a change, or for the next step's time.</summary>
    Wait,

    /// <summary>Nothing is left to be waited for.</summary>
    End,
}

/// <summary>What is due next for a badge.</summary>
/// <param name="Step">The step.</param>
/// <param name="At">When, if nothing happens before; null where nothing is planned.</param>
/// <param name="State">The badge's state now.</param>
public sealed record NextStep(BadgeStep Step, DateTimeOffset? At, BadgeState State);

/// <summary>Decides what is due for a badge. Pure: all that a badge's workflow knows stands on the badge's rows.</summary>
public static class BadgeSteps
{
    /// <summary>What is due at <paramref name="now"/>.</summary>
    public static NextStep Next(Badge badge, ClaimOptions options, DateTimeOffset now)
    {
        DateTimeOffset? earliest = null;
        foreach (var (step, at) in Planned(badge, options, now))
        {
            if (at <= now)
            {
                return new NextStep(step, now, badge.State);
            }

            earliest = at < earliest ? at : earliest ?? at;
        }

        return new NextStep(earliest is null && BadgeLifecycle.IsSettled(badge.State) ? BadgeStep.End : BadgeStep.Wait, earliest, badge.State);
    }

    /// <summary>What the platform has yet to be told; null when it shows what the badge says.</summary>
    public static PlatformUpdate? UpdateFor(Badge badge) => badge switch
    {
        { State: BadgeState.Revoked, Platform.State: not PlatformState.Revoked } => PlatformUpdate.Revoke,
        // The answer to issuing it may have been lost.
        { State: BadgeState.Revoked, Platform: null, Attempt: not null } => PlatformUpdate.Revoke,
        { State: BadgeState.Revoked or BadgeState.Lapsed or BadgeState.Declined or BadgeState.Issuing } => null,
        { Platform: { } shown } when shown.Revision < badge.Revision => PlatformUpdate.Replace,
        _ => null,
    };

    /// <summary>
    /// What is to happen to the badge's Open Badges credential; null for nothing. It is issued when the badge is accepted, and never changes: a
    /// correction revokes it and issues another one. A suspension does the same: Open Badges 3.0 has room for one status, and a revocation is for good
    /// (W3C Bitstring Status List 1.0, 2.1), so what is reinstated gets a new one. Its end of validity it says itself.
    /// </summary>
    public static CredentialUpdate? CredentialFor(Badge badge) => badge switch
    {
        { Credential: { IsRevoked: false } issued } when issued.Revision < badge.Revision || badge.State is BadgeState.Revoked || badge.Suspension is not null =>
            CredentialUpdate.Revoke,
        { State: BadgeState.Accepted, Suspension: null, Credential: null or { IsRevoked: true }, Platform: { } shown } when shown.Revision == badge.Revision =>
            CredentialUpdate.Issue,
        _ => null,
    };

    /// <summary>Whether the platform may show more than is known here: the answer to what was sent last has not come.</summary>
    public static bool IsAnswerMissing(Badge badge) => badge is { Platform: { } shown, Attempt: { } tried } && tried.Revision > shown.Revision;

    /// <summary>The e-mail that is to be sent, and when; null for none.</summary>
    public static (string Kind, DateTimeOffset At)? MailFor(Badge badge, ClaimOptions options)
    {
        if (NoticeFor(badge) is { } notice)
        {
            return (notice, SendAt(badge, notice, DateTimeOffset.MinValue));
        }

        if (!BadgeLifecycle.IsClaimable(badge.State))
        {
            return null;
        }

        // A member who has accepted it before is asked by another e-mail, the update's, to accept it again.
        if (badge.AcceptedAt is null && Opening(badge) is null)
        {
            return (BadgeMail.Claim, SendAt(badge, BadgeMail.Claim, DateTimeOffset.MinValue));
        }

        if (badge.Mails.Values.FirstOrDefault(mail => IsAgainOf(badge, mail) && !mail.IsDone) is { } asked)
        {
            return (asked.Kind, SendAt(badge, asked.Kind, asked.AttemptedAt));
        }

        return Opening(badge) is { } opening && Undelivered(badge) is null && badge.RemindersStoppedAt is null ? ReminderAfter(opening, badge, options) : null;
    }

    /// <summary>
    /// The badge with its claim link due to be mailed once more; null when that went out a moment ago or is due by itself, or when nothing can be
    /// claimed.
    /// </summary>
    public static Badge? MailAgain(Badge badge, ClaimOptions options, DateTimeOffset now)
    {
        if (!BadgeLifecycle.IsClaimable(badge.State)
            || now >= badge.ClaimableUntil
            || UpdateFor(badge) is not null
            || Opening(badge) is not { } opening
            || now < opening.AttemptedAt + BadgeMail.PauseBetween
            || (MailFor(badge, options) is var (due, _) && !BadgeMail.IsReminder(due)))
        {
            return null;
        }

        var earlier = badge.Mails.Values.Where(mail => BadgeMail.IsAgain(mail.Kind)).OrderBy(mail => mail.AttemptedAt).ToList();
        var kind = BadgeMail.Again(earlier is [.., var last] ? BadgeMail.NumberOfAgain(last.Kind) + 1 : 1);
        var old = earlier.SkipLast(BadgeMail.MostAgain - 1).Select(mail => mail.Kind);
        var asked = new BadgeMail(kind, BadgeMailState.NotSent, now) { Revision = badge.Revision, Address = badge.Recipient.Email };
        return badge with { Mails = badge.Mails.RemoveRange(old).SetItem(kind, asked) };
    }

    /// <summary>The last e-mail that did not reach the address that the member has now; null for none.</summary>
    public static BadgeMail? Undelivered(Badge badge) => Opening(badge) is { } opening
        ? badge.Mails.Values.Where(mail => mail.State is BadgeMailState.Bounced && (mail == opening || mail.AttemptedAt > opening.AttemptedAt))
            .MaxBy(mail => mail.AttemptedAt)
        : null;

    /// <summary>The badge without the problems of steps that it does not need any more.</summary>
    public static Badge WithoutOldProblems(Badge badge, ClaimOptions options)
    {
        badge = badge.State is BadgeState.Issuing ? badge : badge.WithoutProblem(BadgeStep.IssueBadge);
        badge = UpdateFor(badge) is null ? badge.WithoutProblem(BadgeStep.UpdatePlatform) : badge;
        badge = CredentialFor(badge) is null ? badge.WithoutProblem(BadgeStep.IssueCredential) : badge;
        return MailFor(badge, options) is null ? badge.WithoutProblem(BadgeStep.EmailMember) : badge;
    }

    private static IEnumerable<(BadgeStep Step, DateTimeOffset At)> Planned(Badge badge, ClaimOptions options, DateTimeOffset now)
    {
        if (UpdateFor(badge) is not null && !(badge.State is BadgeState.Expired && Validity.IsOver(badge.ExpiresOn, now)))
        {
            yield return (BadgeStep.UpdatePlatform, RetryAt(badge, BadgeStep.UpdatePlatform));
        }

        // What is over before it is issued is not issued: it ends.
        if (badge.State is BadgeState.Issuing && !Validity.IsOver(badge.ExpiresOn, now))
        {
            // The platform's own word that the badge is there ends the pause.
            yield return (BadgeStep.IssueBadge, badge.News is null ? RetryAt(badge, BadgeStep.IssueBadge) : now);
        }

        if (badge is { News: not null, Platform: not null })
        {
            yield return (BadgeStep.SyncAcceptance, RetryAt(badge, BadgeStep.SyncAcceptance));
        }

        if (badge.Token is { } token)
        {
            yield return (BadgeStep.ExpireToken, token.ExpiresAt);
        }

        if (EndOf(badge, now) is { } end)
        {
            yield return (BadgeStep.EndBadge, end);
        }

        if (CredentialFor(badge) is not null)
        {
            yield return (BadgeStep.IssueCredential, RetryAt(badge, BadgeStep.IssueCredential));
        }

        if (MailFor(badge, options) is var (kind, at))
        {
            // The platform's word may have been lost: nobody is reminded of a badge that they accepted.
            var isFirst = kind == BadgeMail.Claim || BadgeMail.IsAgain(kind) || NoticeFor(badge) == kind || badge.SyncedAt >= at;
            yield return isFirst ? (BadgeStep.EmailMember, at) : (BadgeStep.SyncAcceptance, Later(at, RetryAt(badge, BadgeStep.SyncAcceptance)));
        }

        if (badge.Announcements.Count > 0)
        {
            yield return (BadgeStep.NotifyIssuer, now);
        }
    }

    // The end of the validity of a badge that waits for nothing else comes from the hourly timer, not from an orchestration that waits for years.
    private static DateTimeOffset? EndOf(Badge badge, DateTimeOffset now) => badge.State switch
    {
        BadgeState.Revoked or BadgeState.Expired => null,
        _ when Validity.IsOver(badge.ExpiresOn, now) => now,
        BadgeState.Declined => badge.ClaimableUntil,
        var state when BadgeLifecycle.IsClaimable(state) => badge.ClaimableUntil,
        _ => null,
    };

    private static string? NoticeFor(Badge badge)
    {
        var kind = badge switch
        {
            { State: BadgeState.Revoked } => BadgeMail.Revoked,
            // It was accepted before we wrote to its member.
            { State: BadgeState.Accepted } when badge.Mails.Values.All(mail => mail.Kind == BadgeMail.Accepted && !mail.IsDone) => BadgeMail.Accepted,
            { Revision: > 1 } when badge.Platform?.Revision == badge.Revision
                && (badge.State is BadgeState.Accepted || BadgeLifecycle.IsClaimable(badge.State)) => BadgeMail.Update(badge.Revision),
            _ => null,
        };
        return kind is not null && KnowsOfBadge(badge, kind) && !IsTold(badge, kind) ? kind : null;
    }

    // The first e-mail may have been late, and have said it already.
    private static bool IsTold(Badge badge, string kind) =>
        badge.Mails.GetValueOrDefault(kind) is { IsDone: true }
        || (BadgeMail.IsUpdate(kind)
            && badge.Mails.Values.Any(mail => mail is { Kind: BadgeMail.Claim or BadgeMail.Accepted, IsDone: true } && mail.Revision >= badge.Revision));

    // A member who has yet to get the first e-mail gets it with what is true by then.
    private static bool KnowsOfBadge(Badge badge, string but) =>
        badge.AcceptedAt is not null || badge.Mails.Values.Any(mail => mail.Kind != but && mail.State is not BadgeMailState.NotSent);

    // What went out last with the claim link, to the address that the member has now.
    private static BadgeMail? Opening(Badge badge)
    {
        if (badge.Mails.Values.Where(mail => IsAgainOf(badge, mail) && mail.IsDone).MaxBy(mail => mail.AttemptedAt) is { } again)
        {
            return again;
        }

        for (var revision = badge.Revision; revision > 1; revision--)
        {
            if (badge.Mails.GetValueOrDefault(BadgeMail.Update(revision)) is { IsDone: true } update)
            {
                return update;
            }
        }

        return badge.Mails.GetValueOrDefault(BadgeMail.Claim) is { IsDone: true } claim ? claim : null;
    }

    // What was asked for before the badge changed is over: the e-mail about the change has the link.
    private static bool IsAgainOf(Badge badge, BadgeMail mail) => BadgeMail.IsAgain(mail.Kind) && mail.Revision == badge.Revision;

    // A reminder whose time came before the e-mail that it reminds of is not sent.
    private static (string Kind, DateTimeOffset At)? ReminderAfter(BadgeMail opening, Badge badge, ClaimOptions options)
    {
        for (var number = 1; number <= options.Reminders.Count; number++)
        {
            var at = badge.CreatedAt + options.Reminders[number - 1];
            var kind = BadgeMail.Reminder(number);
            if (at > opening.AttemptedAt && badge.Mails.GetValueOrDefault(kind) is not { IsDone: true })
            {
                return (kind, SendAt(badge, kind, at));
            }
        }

        return null;
    }

    private static DateTimeOffset SendAt(Badge badge, string kind, DateTimeOffset due) => badge.Mails.GetValueOrDefault(kind) switch
    {
        { State: BadgeMailState.Sending } unknown => unknown.AttemptedAt + BadgeMail.ConfirmWithin,
        _ => Later(due, RetryAt(badge, BadgeStep.EmailMember)),
    };

    private static DateTimeOffset RetryAt(Badge badge, BadgeStep step) => badge.ProblemOf(step)?.RetryAt ?? DateTimeOffset.MinValue;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}

/// <summary>What is to happen to a badge's Open Badges credential.</summary>
public enum CredentialUpdate
{
    /// <summary>A new one says what the badge says.</summary>
    Issue,

    /// <summary>The one that was issued is no longer true.</summary>
    Revoke,
}

/// <summary>What the platform has yet to be told.</summary>
public enum PlatformUpdate
{
    /// <summary>That the badge says something newer.</summary>
    Replace,

    /// <summary>That the badge was revoked.</summary>
    Revoke,
}
