using System.Net;
using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Credly.Templates;

/// <summary>
/// Writes what a badge template says on Credly over ours of the same Credly id: name, description, criteria, skills, time, cost, standards and their addresses,
/// state and image. What Credly leaves empty stays as it is here, and so do competences and an image that cannot be used.
/// </summary>
internal sealed partial class CredlyTemplateSync(
    CredlyClient credly, BadgeTemplates templates, TemplateImages images, TemplateImageDownload download, ILogger<CredlyTemplateSync> logger)
{
    /// <summary>Reads one template from Credly and takes it over.</summary>
    /// <returns>Null when it is done; otherwise why Credly cannot be asked now.</returns>
    public async Task<string?> SyncAsync(string credlyTemplateId, CancellationToken cancellationToken)
    {
        var answer = await credly.GetTemplateAsync(credlyTemplateId, cancellationToken);
        if (answer.Data is { } template)
        {
            await TakeOverAsync(template, cancellationToken);
            return null;
        }

        if (answer.Status is not HttpStatusCode.NotFound)
        {
            return answer.Reason;
        }

        await DeletedAsync(credlyTemplateId, cancellationToken);
        return null;
    }

    public async Task TakeOverAsync(CredlyTemplate there, CancellationToken cancellationToken)
    {
        if (await templates.FindByCredlyIdAsync(there.Id, cancellationToken) is not { } ours)
        {
            LogUnknown(logger, there.Id, there.Name);
            return;
        }

        var synced = Apply(ours, there);
        if (!synced.SaysTheSameAs(ours))
        {
            await templates.SaveAsync(synced, cancellationToken);
            LogTakenOver(logger, ours.Code, synced.State);
        }

        if (there.ImageUrl is { } address)
        {
            await TakeImageOverAsync(ours.Code, address, cancellationToken);
        }
    }

    /// <summary>A template that is gone from Credly issues nothing.</summary>
    private async Task DeletedAsync(string credlyTemplateId, CancellationToken cancellationToken)
    {
        if (await templates.FindByCredlyIdAsync(credlyTemplateId, cancellationToken) is { State: not BadgeTemplateState.Archived } ours)
        {
            await templates.SaveAsync(ours with { State = BadgeTemplateState.Archived }, cancellationToken);
            LogTakenOver(logger, ours.Code, BadgeTemplateState.Archived);
        }
    }

    private static BadgeTemplate Apply(BadgeTemplate ours, CredlyTemplate there) => ours with
    {
        Name = Or(there.Name, ours.Name),
        Description = Or(there.Description, ours.Description),
        Criteria = Or(there.Criteria(), ours.Criteria),
        Skills = there.SkillNames() is { Count: > 0 } skills ? skills : ours.Skills,
        TimeToEarn = Or(there.TimeToEarn, ours.TimeToEarn),
        Cost = Or(there.Cost, ours.Cost),
        Standards = there.StandardNames() is { Count: > 0 } standards ? standards : ours.Standards,
        // Credly has no codes: what has one here, a competence of a framework, is none of those that Credly lists.
        Alignments = there.LinkedStandards() is { Count: > 0 } linked ? [.. ours.Alignments.Where(one => one.Code is not null), .. linked] : ours.Alignments,
        State = there.State switch
        {
            "active" => BadgeTemplateState.Active,
            "draft" => BadgeTemplateState.Draft,
            "archived" => BadgeTemplateState.Archived,
            _ => ours.State,
        },
    };

    private static string Or(string? there, string ours) => string.IsNullOrWhiteSpace(there) ? ours : there.Trim();

    private async Task TakeImageOverAsync(string code, Uri address, CancellationToken cancellationToken)
    {
        switch (await download.GetAsync(address, cancellationToken))
        {
            case (null, var reason):
                LogNoImage(logger, code, reason);
                break;
            case ({ } image, _):
                await images.SaveAsync(code, image, cancellationToken);
                break;
        }
    }

    [LoggerMessage(3007, LogLevel.Information, "Credly's badge template {Id} ({Name}) has no badge template here")]
    private static partial void LogUnknown(ILogger logger, string id, string? name);

    [LoggerMessage(3008, LogLevel.Information, "Badge template {Code} taken over from Credly, {State}")]
    private static partial void LogTakenOver(ILogger logger, string code, BadgeTemplateState state);

    [LoggerMessage(3009, LogLevel.Warning, "The image of badge template {Code} cannot be taken over from Credly, the one that is here stays: {Reason}")]
    private static partial void LogNoImage(ILogger logger, string code, string reason);
}
