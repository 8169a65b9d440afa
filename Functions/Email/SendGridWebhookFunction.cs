using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Email;

/// <summary>SendGrid's event webhook, <c>POST /webhooks/sendgrid</c>: what became of our e-mails about badges.</summary>
internal sealed partial class SendGridWebhookFunction(
    BadgeStore badges,
    MemberStore members,
    AddressDigest digests,
    BadgeSignal signal,
    TimeProvider clock,
    BadgeMetrics metrics,
    IOptionsMonitor<SendGridOptions> options,
    ILogger<SendGridWebhookFunction> logger)
{
    // A batch has up to a thousand events of some hundred bytes each.
    private const int MaxBytes = 4 * 1024 * 1024;

    [Function("SendGridWebhook")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/sendgrid")] HttpRequest request,
        [DurableClient] DurableTaskClient durable,
        CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadAsync(request, MaxBytes, cancellationToken) is not { } body)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {MaxBytes} bytes.");
        }

        if (SendGridSignature.Verify(
            request.Headers[SendGridSignature.SignatureHeader],
            request.Headers[SendGridSignature.TimestampHeader],
            body.Span,
            options.CurrentValue.WebhookPublicKeys) is { } forged)
        {
            return Problems.OfFields(StatusCodes.Status401Unauthorized, "The webhook was refused.", [forged]);
        }

        if (SendGridEvent.ReadBatch(body) is not var (events, unreadable))
        {
            return Problems.OfFields(StatusCodes.Status400BadRequest, "The webhook was refused.", [new FieldError("body", "is no list of events")]);
        }

        metrics.EventsUnreadable("sendgrid", unreadable);
        var ours =
            from happened in events
            let email = BadgeMail.ReadDeliveryId(happened.DeliveryId)
            where email is not null && BadgeKey.IsMemberId(happened.MemberId)
            select (Badge: new BadgeKey(happened.MemberId!, email.Value.BadgeId), email.Value.Kind, Happened: happened);
        var late = await LateBouncesAsync(events, cancellationToken);
        foreach (var ofBadge in ours.Concat(late).GroupBy(one => one.Badge, one => (one.Kind, one.Happened)))
        {
            await ReceiveAsync(ofBadge.Key, [.. ofBadge], durable, cancellationToken);
        }

        return TypedResults.Ok();
    }

    // The address is all that leads from such a bounce to a badge: each is looked up once.
    private async Task<IReadOnlyList<(BadgeKey Badge, string Kind, SendGridEvent Happened)>> LateBouncesAsync(
        IEnumerable<SendGridEvent> events, CancellationToken cancellationToken)
    {
        List<(BadgeKey, string, SendGridEvent)> found = [];
        foreach (var ofAddress in events.Where(DeliveryOutcome.IsLate).GroupBy(late => digests.Of(late.Address!)))
        {
            List<Badge> known = [];
            foreach (var owner in await members.OwnersAsync(ofAddress.Key, cancellationToken))
            {
                known.AddRange(await badges.OfMemberAsync(owner, cancellationToken));
            }

            found.AddRange(
                from late in ofAddress
                let mail = DeliveryOutcome.FindMail(known, late)
                where mail is not null
                select (mail.Value.Badge, mail.Value.Kind, late));
        }

        return found;
    }

    private async Task ReceiveAsync(
        BadgeKey key, IReadOnlyList<(string Kind, SendGridEvent Happened)> events, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        if (await badges.FindAsync(key, cancellationToken) is not { } known)
        {
            return;
        }

        var bounces = events.Where(one => IsNewBounce(known, one.Kind, one.Happened)).DistinctBy(one => one.Kind).ToList();
        var badge = await badges.ChangeAsync(
            known, bounces.Count > 0 ? "EmailBounced" : null, current => Apply(current, events, clock.GetUtcNow()), cancellationToken);
        foreach (var (kind, bounced) in bounces)
        {
            var reason = DeliveryOutcome.KindOf(bounced);
            metrics.Bounced(kind, reason);
            LogBounced(logger, kind, key.BadgeId, reason);
        }

        if (bounces.Count > 0)
        {
            // The callback about it is the workflow's to send.
            await signal.TryAsync(durable, key, badge.State, cancellationToken);
        }
    }

    private static Badge? Apply(Badge badge, IReadOnlyList<(string Kind, SendGridEvent Happened)> events, DateTimeOffset now)
    {
        var after = events.Aggregate(badge, (current, one) =>
            current.Mails.GetValueOrDefault(one.Kind) is { } mail && DeliveryOutcome.After(mail, one.Happened, now) is { } next
                ? Announce(Confirmed(current.With(next), next), mail, one.Happened, now)
                : current);
        return after == badge ? null : after;
    }

    // It was sent after all: nothing has to be tried again.
    private static Badge Confirmed(Badge badge, BadgeMail mail) =>
        mail.State is BadgeMailState.Sent or BadgeMailState.Delivered ? badge.WithoutProblem(BadgeStep.EmailMember) : badge;

    private static Badge Announce(Badge badge, BadgeMail mail, SendGridEvent happened, DateTimeOffset now) => !DeliveryOutcome.IsBounce(happened)
        ? badge
        : badge with
        {
            Announcements =
            [
                .. badge.Announcements,
                Announcement.OfBounce(badge, new BouncedEmail(mail.Kind, DeliveryOutcome.KindOf(happened)), mail.AttemptedAt, now),
            ],
        };

    private static bool IsNewBounce(Badge badge, string kind, SendGridEvent happened) =>
        DeliveryOutcome.IsBounce(happened) && badge.Mails.GetValueOrDefault(kind) is { State: not BadgeMailState.Bounced };

    [LoggerMessage(4003, LogLevel.Warning, "E-mail {Kind} of badge {BadgeId} bounced: {Reason}")]
    private static partial void LogBounced(ILogger logger, string kind, string badgeId, string reason);
}
