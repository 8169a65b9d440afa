using System.Net;
using BadgeFunctions.Functions.Badges;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Credly.Authentication;

/// <summary>
/// Timer: once a day, finds out when the organization's authorization token ends, and warns in time. Credly's tokens live 180 days. Source:
/// credly.com/docs/authorization_tokens.
/// </summary>
internal sealed partial class WatchCredlyToken(
    CredlyClient credly, IOptions<CredlyOptions> options, BadgeMetrics metrics, TimeProvider clock, ILogger<WatchCredlyToken> logger)
{
    /// <summary>How long before its end to warn; the alert in infra/bicep does from then on, too.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromDays(30);

    private const int MaxPages = 20;

    /// <summary>At 05:10 UTC.</summary>
    [Function(nameof(WatchCredlyToken))]
    public async Task Run([TimerTrigger("0 10 5 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        if (!options.Value.IsSetUp || string.IsNullOrEmpty(options.Value.AuthorizationToken))
        {
            return;
        }

        switch (await FindAsync(cancellationToken))
        {
            case ({ ExpiresAt: { } end }, _):
                Report(end);
                break;
            case (null, HttpStatusCode.Unauthorized):
                metrics.TokenRemaining(TimeSpan.Zero);
                LogRefused(logger);
                break;
            default:
                LogNotKnown(logger);
                break;
        }
    }

    private void Report(DateTimeOffset end)
    {
        var left = end - clock.GetUtcNow();
        metrics.TokenRemaining(left);
        if (left < Notice)
        {
            LogEnds(logger, end);
        }
    }

    // The token that we sign in with among all of the organization's; null with the status when they cannot be read.
    private async Task<(CredlyToken? Ours, HttpStatusCode? Status)> FindAsync(CancellationToken cancellationToken)
    {
        CredlyAnswer<CredlyPage<CredlyToken>> answer;
        var page = 1;
        do
        {
            answer = await credly.ListTokensAsync(page++, cancellationToken);
            if (answer.Data?.Items.FirstOrDefault(one => one.Token == options.Value.AuthorizationToken) is { } ours)
            {
                return (ours, answer.Status);
            }
        }
        while (answer.Data is { IsLast: false } && page <= MaxPages);

        return (null, answer.Status);
    }

    [LoggerMessage(3010, LogLevel.Warning, "The organization's authorization token on Credly ends at {End:u}: nothing is issued from then on unless a new one is set")]
    private static partial void LogEnds(ILogger logger, DateTimeOffset end);

    [LoggerMessage(3012, LogLevel.Warning, "Credly does not take the organization's authorization token: nothing is issued unless a new one is set")]
    private static partial void LogRefused(ILogger logger);

    [LoggerMessage(3011, LogLevel.Information, "Credly does not tell when the organization's authorization token ends")]
    private static partial void LogNotKnown(ILogger logger);
}
