using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Issuing;
using BadgeFunctions.Functions.Storage;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Awards;

/// <summary>Takes an event about what was awarded before, once a <c>webhook-id</c>, and starts its follow-up.</summary>
internal sealed class CertificationEventIntake(TableServiceClient tables, BadgeLookups lookups, BadgeStore badges)
{
    private readonly TableClient _lookups = tables.GetTableClient(BadgeLookups.Table);

    /// <returns>Null when the event is taken; otherwise why it cannot be.</returns>
    public async Task<IntakeRefusal?> TakeAsync(
        CertificationEvent told, string webhookId, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        if (told.BadgeId is { } badgeId && await RefusalAsync(told, badgeId, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var delivery = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(webhookId)));
        if (await NoteAsync($"webhook:{delivery}", told, cancellationToken) is { } contradiction)
        {
            return contradiction;
        }

        var start = new StartOrchestrationOptions($"event-{delivery}") { Version = BadgeWorkflow.Version };
        if (!await durable.IsTakenCareOfAsync(start.InstanceId!, cancellationToken))
        {
            await durable.StartUnlessThereAsync(
                nameof(CertificationEventWorkflow), new CertificationFollowUp(told), start, cancellationToken);
        }

        return null;
    }

    private async Task<IntakeRefusal?> RefusalAsync(CertificationEvent told, string badgeId, CancellationToken cancellationToken)
    {
        if (await lookups.ByBadgeIdAsync(badgeId, cancellationToken) is not { } key)
        {
            return new IntakeRefusal(StatusCodes.Status404NotFound, new FieldError("data.achievementId", "was never awarded"));
        }

        if (told.Renewal is { ExpiresOn: { } lastDay } && await badges.FindAsync(key, cancellationToken) is { } awarded && lastDay <= awarded.AwardedOn)
        {
            return new IntakeRefusal(
                StatusCodes.Status422UnprocessableEntity, new FieldError("data.expiresOn", $"is not after the award, {awarded.AwardedOn:yyyy-MM-dd}"));
        }

        if (told.Award is not { } correction)
        {
            return null;
        }

        if (correction.Member.Id != key.MemberId)
        {
            return new IntakeRefusal(
                StatusCodes.Status409Conflict,
                new FieldError("data.member.id", "is not the member that it was awarded to: revoke it, and award another"));
        }

        return await badges.FindAsync(key, cancellationToken) is { } badge && badge.TemplateCode != correction.TemplateCode
            ? new IntakeRefusal(
                StatusCodes.Status409Conflict,
                new FieldError("data.templateCode", "is not the template that was awarded: revoke it, and award another"))
            : null;
    }

    private async Task<IntakeRefusal?> NoteAsync(string delivery, CertificationEvent told, CancellationToken cancellationToken)
    {
        var digest = told.Digest();
        if (await _lookups.AddIfAbsentAsync(new TableEntity(delivery, "") { [AwardIntake.DigestColumn] = digest }, cancellationToken))
        {
            return null;
        }

        var noted = await _lookups.GetEntityAsync<TableEntity>(
            delivery, "", [AwardIntake.DigestColumn], cancellationToken);
        return noted.Value.GetString(AwardIntake.DigestColumn) == digest
            ? null
            : new IntakeRefusal(StatusCodes.Status409Conflict, new FieldError("webhook-id", "was used before for other content"));
    }
}

/// <summary>Why an event cannot be taken.</summary>
internal sealed record IntakeRefusal(int Status, FieldError Error);
