using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Credly.Templates;

/// <summary>Timer: once a night, takes over what the badge templates say on Credly. Their events do the same in between.</summary>
internal sealed partial class SyncCredlyTemplates(
    CredlyClient credly, CredlyTemplateSync sync, IOptions<CredlyOptions> options, ILogger<SyncCredlyTemplates> logger)
{
    private const int MaxPages = 100;

    /// <summary>At 04:20 UTC.</summary>
    [Function(nameof(SyncCredlyTemplates))]
    public async Task Run([TimerTrigger("0 20 4 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var isLast = !options.Value.IsSetUp;
        for (var page = 1; page <= MaxPages && !isLast; page++)
        {
            var answer = await credly.ListTemplatesAsync(page, cancellationToken);
            if (answer.Data is not { } templates)
            {
                LogNotRead(logger, page, answer.Reason);
                return;
            }

            foreach (var template in templates.Items)
            {
                await sync.TakeOverAsync(template, cancellationToken);
            }

            isLast = templates.IsLast;
        }
    }

    [LoggerMessage(3006, LogLevel.Warning, "Page {Page} of Credly's badge templates cannot be read, tomorrow again: {Reason}")]
    private static partial void LogNotRead(ILogger logger, int page, string reason);
}
