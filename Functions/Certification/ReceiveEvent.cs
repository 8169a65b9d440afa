using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Certification;

/// <summary>
/// Receives an event about what was awarded before: writes it on the rows of the badges that it is about, and tells their workflows. Received
/// again it changes nothing and tells them again, so that a caller whose answer was lost can repeat it.
/// </summary>
internal sealed class ReceiveEvent(
    BadgeLookups lookups,
    BadgeStore badges,
    BadgeExpiries expiries,
    MemberStore members,
    MemberChange change,
    IOptions<ClaimOptions> claims,
    TimeProvider clock)
{
    /// <returns>Null when the event is accepted; otherwise why it cannot be.</returns>
    public Task<EventRefusal?> ReceiveAsync(CertificationEvent told, DurableTaskClient durable, CancellationToken cancellationToken) =>
        told.BadgeId is { } badgeId
            ? ReceiveAboutBadgeAsync(told, badgeId, durable, cancellationToken)
            : ReceiveAboutMemberAsync(new KnownMember(told.Member!, told.At), durable, cancellationToken);

    private async Task<EventRefusal?> ReceiveAboutBadgeAsync(
        CertificationEvent told, string badgeId, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        if (await lookups.FindAsync(badgeId, cancellationToken) is not { } key || await badges.FindAsync(key, cancellationToken) is not { } badge)
        {
            // An award that is still being recorded: a moment later it is there.
            return await durable.GetInstanceAsync(BadgeKey.InstanceIdOf(badgeId), cancellationToken) is { IsCompleted: false }
                ? new EventRefusal(
                    StatusCodes.Status503ServiceUnavailable, new FieldError("data.achievementId", "is being recorded at this moment: send the event again"))
                : new EventRefusal(StatusCodes.Status404NotFound, new FieldError("data.achievementId", "was never awarded"));
        }

        if (RefusalOf(told, badge) is { } refusal)
        {
            return refusal;
        }

        if ((told.Award?.ExpiresOn ?? told.Renewal?.ExpiresOn) is { } lastDay)
        {
            await expiries.NoteAsync(key, lastDay, cancellationToken);
        }

        await ApplyAsync(badge, told, durable, cancellationToken);
        // A correction says who the member is now, for their other badges too.
        return told.Award is { Member: var member }
            ? await ReceiveAboutMemberAsync(new KnownMember(member, told.At), durable, cancellationToken)
            : null;
    }

    private static EventRefusal? RefusalOf(CertificationEvent told, Badge badge) => told switch
    {
        { Renewal.ExpiresOn: { } lastDay } when lastDay <= badge.AwardedOn => new EventRefusal(
            StatusCodes.Status422UnprocessableEntity, new FieldError("data.expiresOn", $"is not after the award, {badge.AwardedOn:yyyy-MM-dd}")),
        { Award.Member.Id: var memberId } when memberId != badge.Key.MemberId => new EventRefusal(
            StatusCodes.Status409Conflict,
            new FieldError("data.member.id", "is not the member that it was awarded to: revoke it, and award another")),
        { Award.TemplateCode: var code } when code != badge.TemplateCode => new EventRefusal(
            StatusCodes.Status409Conflict,
            new FieldError("data.templateCode", "is not the template that was awarded: revoke it, and award another")),
        _ => null,
    };

    // Whoever never had a badge is nobody here.
    private async Task<EventRefusal?> ReceiveAboutMemberAsync(KnownMember told, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        if (await members.UpdateAsync(told, cancellationToken) is { } latest)
        {
            await change.ApplyAsync(latest, durable, cancellationToken);
        }

        return null;
    }

    // The workflow of a settled badge has ended: should it not be started again, the nightly comparison finds the news. A suspension is none to a platform.
    private Badge? Apply(Badge badge, CertificationEvent told, DateTimeOffset now) =>
        AwardChange.Apply(badge, told, claims.Value.Window, now) is not { } after ? null
        : BadgeLifecycle.IsSettled(badge.State) && told is { Suspension: null, Reinstatement: null } ? after with { News = PlatformNews.After(after.News, isDeletion: false, now) }
        : after;

    private async Task ApplyAsync(Badge badge, CertificationEvent told, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var before = badge.State;
        await badges.ChangeAsync(
            badge,
            told.Type,
            current =>
            {
                before = current.State;
                return Apply(current, told, clock.GetUtcNow());
            },
            cancellationToken);
        await BadgeSignal.RaiseAsync(durable, badge.Key, before, cancellationToken);
    }
}

/// <summary>Why an event cannot be accepted.</summary>
internal sealed record EventRefusal(int Status, FieldError Error);
