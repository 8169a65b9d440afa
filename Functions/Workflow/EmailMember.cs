using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;
using BadgeFunctions.Functions.Email;
using BadgeFunctions.Functions.Email.Templates;
using BadgeFunctions.Functions.Languages;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Workflow;

/// <summary>
/// Activity: sends the member the e-mail that is due: the claim link, also once more, a reminder, or a notice that the badge was accepted, changed or revoked. The
/// badge's row says "sending" before the provider is called; found so later, the outcome is unknown. Then the provider's event webhook has
/// some minutes to tell of it, and after those the e-mail is sent again, once: the member gets it at least once.
/// </summary>
internal sealed partial class EmailMember(
    BadgeStore badges,
    BadgeProgress progress,
    IEmailSender sender,
    EmailTemplates templates,
    ClaimLink links,
    BadgeImages images,
    IOptions<WebOptions> web,
    IOptions<ClaimOptions> claims,
    BadgeMetrics metrics,
    TimeProvider clock,
    ILogger<EmailMember> logger)
{
    // As long as the certification system may write it.
    private const int MaxReasonLength = 500;

    [Function(nameof(EmailMember))]
    public async Task<NextStep> Run([ActivityTrigger] BadgeKey key, CancellationToken cancellationToken)
    {
        var badge = await badges.FindAsync(key, cancellationToken);
        var next = progress.Next(badge);
        if (next.Step is not BadgeStep.EmailMember || BadgeSteps.MailFor(badge!, claims.Value) is not var (kind, _))
        {
            return next;
        }

        var email = await ComposeAsync(badge!, kind);
        if (await BeginAsync(badge!, kind, cancellationToken) is not { } begun)
        {
            return progress.Next(await badges.FindAsync(key, cancellationToken));
        }

        var answer = await sender.SendAsync(email, cancellationToken);
        LogSent(logger, key.BadgeId, kind, answer.GetType().Name);
        if (answer is SendAnswer.Sent)
        {
            metrics.Emailed(kind);
        }

        return progress.Next(await badges.ChangeAsync(
            begun, answer is SendAnswer.Sent ? $"Emailed {kind}" : null, current => Apply(current, kind, answer), cancellationToken));
    }

    /// <returns>Null when somebody else has changed the badge at the same time.</returns>
    private async Task<Badge?> BeginAsync(Badge badge, string kind, CancellationToken cancellationToken)
    {
        var known = badge.Mails.GetValueOrDefault(kind);
        var attempt = (known ?? new BadgeMail(kind, BadgeMailState.Sending, default)) with
        {
            State = BadgeMailState.Sending,
            AttemptedAt = clock.GetUtcNow(),
            Attempts = (known?.Attempts ?? 0) + 1,
            Revision = badge.Revision,
            Address = badge.Recipient.Email,
            DeferredAt = null,
        };
        var isOurs = false;
        var begun = await badges.ChangeAsync(
            badge, null, current => (isOurs = ReferenceEquals(current, badge)) ? current.With(attempt) : null, cancellationToken);
        return isOurs ? begun : null;
    }

    private Badge Apply(Badge badge, string kind, SendAnswer answer)
    {
        var now = clock.GetUtcNow();
        var mail = badge.Mails[kind];
        // The provider's webhook may have been faster than its answer, and knows more.
        var isUnderWay = mail.State is BadgeMailState.Sending;
        return answer switch
        {
            SendAnswer.Sent(var id) => badge.With(mail with { State = isUnderWay ? BadgeMailState.Sent : mail.State, MessageId = id, Reason = isUnderWay ? null : mail.Reason })
                .WithoutProblem(BadgeStep.EmailMember),
            SendAnswer.NotNow(var reason, var pause) when isUnderWay => badge.With(NotSent(mail, reason)).WithProblem(BadgeStep.EmailMember, reason, pause, now),
            SendAnswer.Refused(var reason) when isUnderWay => badge.With(NotSent(mail, reason))
                .WithProblem(BadgeStep.EmailMember, reason, BadgeProblem.PauseAfterRefusal, now),
            SendAnswer.Unknown(var reason) when isUnderWay && !mail.IsDone => badge.With(mail with { Reason = reason })
                .WithProblem(BadgeStep.EmailMember, reason, BadgeMail.ConfirmWithin, now),
            _ => badge.WithoutProblem(BadgeStep.EmailMember),
        };
    }

    private static BadgeMail NotSent(BadgeMail mail, string reason) =>
        mail with { State = BadgeMailState.NotSent, Reason = reason, Attempts = mail.Attempts - 1 };

    private async Task<OutgoingEmail> ComposeAsync(Badge badge, string kind)
    {
        Language.ForMember(badge.Recipient.Locale, web.Value.DefaultLocale).Use();
        var content = BadgeLifecycle.IsClaimable(badge.State)
            ? await templates.ClaimAsync(ClaimOf(badge, kind))
            : await templates.NoticeAsync(NoticeOf(badge, kind));
        return new OutgoingEmail(BadgeMail.DeliveryIdOf(badge.Key.BadgeId, kind), badge.Recipient.Email, badge.Recipient.FullName, kind, content) { MemberId = badge.Key.MemberId };
    }

    private BadgeEmailModel ClaimOf(Badge badge, string kind) => new(
        web.Value.OrganisationName,
        badge.Recipient.GreetingName,
        badge.Recipient.Email,
        DisplayText.Clean(badge.Name),
        images.UrlOf(badge).AbsoluteUri,
        badge.AwardedOn,
        links.UrlFor(badge).AbsoluteUri,
        DateOnly.FromDateTime(badge.ClaimableUntil.UtcDateTime),
        IsReminder: BadgeMail.IsReminder(kind))
    {
        IsUpdate = BadgeMail.IsUpdate(kind),
        IsAgain = BadgeMail.IsAgain(kind),
        StopRemindersUrl = BadgeMail.IsReminder(kind) ? links.StopRemindersUrlFor(badge).AbsoluteUri : null,
        Changes = BadgeMail.IsUpdate(kind) ? ChangedFacts.Of(badge) : [],
        Platform = badge.PlatformName,
    };

    private BadgeNoticeModel NoticeOf(Badge badge, string kind) => new(
        web.Value.OrganisationName,
        badge.Recipient.GreetingName,
        DisplayText.Clean(badge.Name),
        images.UrlOf(badge).AbsoluteUri,
        badge.AwardedOn,
        badge.ExpiresOn,
        new Uri(web.Value.PublicUrl, "my-badges").AbsoluteUri,
        badge.State is BadgeState.Revoked ? DisplayText.Clean(badge.RevocationReason ?? "", MaxReasonLength) : null)
    {
        Changes = BadgeMail.IsUpdate(kind) ? ChangedFacts.Of(badge) : [],
        AcceptedUrl = kind == BadgeMail.Accepted ? (badge.VisibleUrl ?? new Uri(web.Value.PublicUrl, "my-badges")).AbsoluteUri : null,
    };

    [LoggerMessage(4001, LogLevel.Information, "E-mail {Kind} of badge {BadgeId}: {Answer}")]
    private static partial void LogSent(ILogger logger, string badgeId, string kind, string answer);
}
