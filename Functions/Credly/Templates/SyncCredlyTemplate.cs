using System.Net;

namespace BadgeFunctions.Functions.Credly.Templates;

/// <summary>Activity: takes over what one badge template says on Credly.</summary>
internal sealed class SyncCredlyTemplate(CredlyClient credly, CredlyTemplateSync sync)
{
    /// <exception cref="InvalidOperationException">Credly cannot be asked now; the retry policy tries again.</exception>
    [Function(nameof(SyncCredlyTemplate))]
    public async Task Run([ActivityTrigger] string templateId, CancellationToken cancellationToken)
    {
        var answer = await credly.GetTemplateAsync(templateId, cancellationToken);
        if (answer.Data is { } template)
        {
            await sync.TakeOverAsync(template, cancellationToken);
        }
        else if (answer.Status is HttpStatusCode.NotFound)
        {
            await sync.DeletedAsync(templateId, cancellationToken);
        }
        else
        {
            throw new InvalidOperationException(answer.Reason);
        }
    }
}
