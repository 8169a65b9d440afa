using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;
using BadgeFunctions.Functions.Issuing;
using BadgeFunctions.Functions.Members;
using BadgeFunctions.Functions.Storage;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Awards;

/// <summary>
/// Takes an award once: the first delivery is noted and its orchestration started; a further delivery of the same content only
/// makes sure of both, so that a caller who heard nothing can ask again.
/// </summary>
internal sealed class AwardIntake(
    TableServiceClient tables, BadgeStore badges, MemberStore members, IOptions<ClaimOptions> claims, TimeProvider clock)
{
    /// <summary>What was noted of a delivery or an award: the digest of its content.</summary>
    public const string DigestColumn = "AwardSha256";

    private readonly TableClient _lookups = tables.GetTableClient(BadgeLookups.Table);

    /// <param name="award">The award.</param>
    /// <param name="toldAt">When it happened there.</param>
    /// <param name="webhookId">The delivery's id.</param>
    /// <param name="durable">Where its workflow is started.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when the award is taken; otherwise the field that contradicts what was taken before.</returns>
    public async Task<FieldError?> TakeAsync(
        Award award, DateTimeOffset toldAt, string webhookId, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var digest = award.Digest();
        var delivery = DeliveryRow(webhookId);
        var known = await Task.WhenAll(
            DigestOfAsync(award.Badge.BadgeId, cancellationToken), DigestOfAsync(delivery, cancellationToken));
        if (Contradiction(known[0], known[1], digest) is { } contradiction)
        {
            return contradiction;
        }

        var isNew = known[0] is null
            && await _lookups.AddIfAbsentAsync(Noted(award.Badge.BadgeId, award, digest), cancellationToken);
        if (!isNew && known[0] is null)
        {
            // Somebody else noted this achievement a moment ago: what they noted decides.
            return await TakeAsync(award, toldAt, webhookId, durable, cancellationToken);
        }

        if (known[1] is null)
        {
            await _lookups.AddIfAbsentAsync(Noted(delivery, award, digest), cancellationToken);
        }

        if (isNew || !await IsStartedAsync(award.Badge, durable, cancellationToken))
        {
            // Before it is answered: from then on the member can be told of, and is somebody.
            await members.UpsertAsync(new KnownMember(award.Member, toldAt), cancellationToken);
            var journey = BadgeJourney.Begin(award, claims.Value, clock.GetUtcNow(), toldAt);
            var start = new StartOrchestrationOptions(award.Badge.InstanceId) { Version = BadgeWorkflow.Version };
            await durable.StartUnlessThereAsync(nameof(BadgeWorkflow), journey, start, cancellationToken);
        }

        return null;
    }

    private static FieldError? Contradiction(string? ofAchievement, string? ofDelivery, string digest) =>
        ofAchievement is not null && ofAchievement != digest
            ? new FieldError("data.achievementId", "was awarded before with other content")
            : ofDelivery is not null && ofDelivery != digest
                ? new FieldError("webhook-id", "was used before for other content")
                : null;

    private static string DeliveryRow(string webhookId) =>
        $"webhook:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(webhookId)))}";

    private static TableEntity Noted(string partition, Award award, string digest)
    {
        var row = BadgeLookups.RowFor(partition, award.Badge);
        row[DigestColumn] = digest;
        return row;
    }

    private async Task<string?> DigestOfAsync(string partition, CancellationToken cancellationToken)
    {
        var row = await _lookups.GetEntityIfExistsAsync<TableEntity>(
            partition, "", [DigestColumn], cancellationToken);
        return row.HasValue ? row.Value!.GetString(DigestColumn) : null;
    }

    private async Task<bool> IsStartedAsync(BadgeKey key, DurableTaskClient durable, CancellationToken cancellationToken) =>
        await badges.FindAsync(key, cancellationToken) is not null
        || await durable.IsTakenCareOfAsync(key.InstanceId, cancellationToken);
}
