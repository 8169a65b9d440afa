using Azure;
using BadgeFunctions.Functions.Telemetry;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Email;

/// <summary>
/// Sends at most one e-mail of a kind about a badge. The row says "sending" before the provider is called, so that after a
/// crash between sending and recording the provider is asked instead of being given the e-mail again.
/// </summary>
internal sealed partial class OnceOnlySender(
    EmailDeliveries deliveries,
    IEmailSender sender,
    IOptions<EmailOptions> options,
    BadgeMetrics metrics,
    TimeProvider clock,
    ILogger<OnceOnlySender> logger)
{
    /// <param name="badgeId">The badge that the e-mail is about.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="compose">Writes the e-mail under the delivery id that it is given; called only when it is to be sent.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<DeliveryResult> SendAsync(
        string badgeId, string kind, Func<string, Task<OutgoingEmail>> compose, CancellationToken cancellationToken)
    {
        var known = await deliveries.FindAsync(badgeId, kind, cancellationToken);
        var action = EmailDecision.Next(known, clock.GetUtcNow(), options.Value.LookUpAfter);
        if (action is EmailAction.LookUp)
        {
            return await LookUpAsync(known!, cancellationToken)
                ?? await SendNowAsync(badgeId, kind, known, compose, cancellationToken);
        }

        return action switch
        {
            EmailAction.Send => await SendNowAsync(badgeId, kind, known, compose, cancellationToken),
            EmailAction.Wait => new DeliveryResult.UnderWay(options.Value.LookUpAfter),
            _ => new DeliveryResult.Done(),
        };
    }

    /// <returns>Null when the provider says that it was not sent.</returns>
    private async Task<DeliveryResult?> LookUpAsync(EmailDelivery known, CancellationToken cancellationToken)
    {
        var found = await sender.FindAsync(known.Id, cancellationToken);
        LogLookedUp(logger, known.BadgeId, known.Kind, found);
        switch (found)
        {
            case LookUpAnswer.Sent:
                await deliveries.SaveAsync(known with { State = EmailDeliveryState.Sent }, cancellationToken);
                metrics.Emailed(known.Kind);
                return new DeliveryResult.Done();
            case LookUpAnswer.NotAvailable:
                await deliveries.SaveAsync(known with { State = EmailDeliveryState.Unconfirmed }, cancellationToken);
                return new DeliveryResult.Done();
            case LookUpAnswer.NotNow:
                return new DeliveryResult.NotNow("SendGrid cannot be asked what became of the e-mail.", null);
            default:
                return null;
        }
    }

    private async Task<DeliveryResult> SendNowAsync(
        string badgeId, string kind, EmailDelivery? known, Func<string, Task<OutgoingEmail>> compose, CancellationToken cancellationToken)
    {
        var delivery = new EmailDelivery(badgeId, kind, EmailDeliveryState.Sending, clock.GetUtcNow(), known?.ETag ?? default);
        var email = await compose(delivery.Id);
        if (await TryBeginAsync(delivery, cancellationToken) is not { } begun)
        {
            return new DeliveryResult.UnderWay(options.Value.LookUpAfter);
        }

        delivery = begun;
        var answer = await sender.SendAsync(email, cancellationToken);
        await SaveOutcomeAsync(After(delivery, answer), cancellationToken);
        LogSent(logger, badgeId, kind, answer.GetType().Name);
        if (answer is SendAnswer.Sent)
        {
            metrics.Emailed(kind);
        }

        return answer switch
        {
            SendAnswer.Sent => new DeliveryResult.Done(),
            SendAnswer.Refused(var reason) => new DeliveryResult.Blocked(reason),
            SendAnswer.NotNow(var reason, var retryAfter) => new DeliveryResult.NotNow(reason, retryAfter),
            SendAnswer.Unknown(var reason) => new DeliveryResult.NotNow(reason, options.Value.LookUpAfter),
            _ => throw new InvalidOperationException($"Unexpected answer {answer}."),
        };
    }

    /// <returns>Null when somebody else has begun at the same time: theirs is the one e-mail.</returns>
    private async Task<EmailDelivery?> TryBeginAsync(EmailDelivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            return await deliveries.SaveAsync(delivery, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is StatusCodes.Status409Conflict or StatusCodes.Status412PreconditionFailed)
        {
            return null;
        }
    }

    private async Task SaveOutcomeAsync(EmailDelivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            await deliveries.SaveAsync(delivery, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == StatusCodes.Status412PreconditionFailed)
        {
            // The provider's webhook was faster than its answer, and knows more.
        }
    }

    private static EmailDelivery After(EmailDelivery delivery, SendAnswer answer) => answer switch
    {
        SendAnswer.Sent(var id) => delivery with { State = EmailDeliveryState.Sent, MessageId = id },
        SendAnswer.Refused(var reason) => delivery with { State = EmailDeliveryState.NotSent, Reason = reason },
        SendAnswer.NotNow(var reason, _) => delivery with { State = EmailDeliveryState.NotSent, Reason = reason },
        SendAnswer.Unknown(var reason) => delivery with { Reason = reason },
        _ => delivery,
    };

    [LoggerMessage(4001, LogLevel.Information, "E-mail {Kind} of badge {BadgeId}: {Answer}")]
    private static partial void LogSent(ILogger logger, string badgeId, string kind, string answer);

    [LoggerMessage(4002, LogLevel.Warning, "E-mail {Kind} of badge {BadgeId} had an unknown outcome; looked up: {Found}")]
    private static partial void LogLookedUp(ILogger logger, string badgeId, string kind, LookUpAnswer found);
}

/// <summary>What came of an e-mail.</summary>
internal abstract record DeliveryResult
{
    private DeliveryResult()
    {
    }

    /// <summary>Sent, or not to be sent again.</summary>
    public sealed record Done : DeliveryResult;

    /// <summary>Somebody is sending it, or was: after this time its outcome is looked up.</summary>
    public sealed record UnderWay(TimeSpan LookUpAfter) : DeliveryResult;

    /// <summary>Try again later.</summary>
    public sealed record NotNow(string Reason, TimeSpan? RetryAfter) : DeliveryResult;

    /// <summary>Refused until somebody puts something right.</summary>
    public sealed record Blocked(string Reason) : DeliveryResult;
}
