using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Storage;

namespace BadgeFunctions.Functions.Hosting;

/// <summary>The rows of <c>HostedBadges</c>: partition the hosted id.</summary>
internal sealed class HostedBadges(TableServiceClient tables)
{
    public const string Table = "HostedBadges";

    private readonly TableClient _hosted = tables.GetTableClient(Table);

    /// <summary>The badge of exactly this id.</summary>
    public async Task<HostedBadge?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await ReadAsync(id, cancellationToken))?.Badge;

    /// <summary>The badge of this id, or what has taken its place.</summary>
    public async Task<HostedBadge?> FindLatestAsync(string id, CancellationToken cancellationToken) =>
        (await ReadLatestAsync(id, cancellationToken))?.Badge;

    /// <summary>Adds a badge; one of its id that is there already stays as it is, and is answered.</summary>
    public async Task<HostedBadge> AddAsync(HostedBadge badge, CancellationToken cancellationToken)
    {
        var added = await _hosted.AddIfAbsentAsync(Write(badge), cancellationToken);
        return added ? badge : await FindAsync(badge.Id, cancellationToken) ?? badge;
    }

    /// <summary>
    /// Loads the badge of this id, or what has taken its place, decides, and saves under the row's ETag; decides again on what somebody
    /// else wrote. Null leaves the row as it is.
    /// </summary>
    /// <returns>The badge as it now stands; null when there is none.</returns>
    public async Task<HostedBadge?> ChangeAsync(string id, Func<HostedBadge, HostedBadge?> decide, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await ReadLatestAsync(id, cancellationToken) is not var (current, etag))
            {
                return null;
            }

            if (decide(current) is not { } next)
            {
                return current;
            }

            try
            {
                await _hosted.UpdateEntityAsync(Write(next), etag, TableUpdateMode.Replace, cancellationToken);
                return next;
            }
            catch (RequestFailedException e) when (e.Status == StatusCodes.Status412PreconditionFailed)
            {
                // Decided anew on what is there now.
            }
        }
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static TableEntity Write(HostedBadge badge) => new(badge.Id, "")
    {
        ["MemberId"] = badge.Badge.MemberId,
        ["BadgeId"] = badge.Badge.BadgeId,
        ["State"] = badge.State.ToString(),
        ["StateChangedAt"] = badge.StateChangedAt,
        ["RevocationReason"] = badge.RevocationReason,
        ["ReplacedBy"] = badge.ReplacedBy,
        ["TemplateCode"] = badge.TemplateCode,
        ["Name"] = badge.Name,
        ["RecipientName"] = badge.RecipientName,
        ["AddressDigest"] = badge.AddressDigest,
        ["AwardedOn"] = Text(badge.AwardedOn),
        ["ExpiresOn"] = badge.ExpiresOn is { } lastDay ? Text(lastDay) : null,
        ["Description"] = badge.Description,
        ["Criteria"] = badge.Criteria,
        ["Skills"] = JsonSerializer.Serialize(badge.Skills),
        ["Evidence"] = badge.Evidence?.AbsoluteUri,
    };

    private static HostedBadge Read(TableEntity row) => new()
    {
        Id = row.PartitionKey,
        Badge = new BadgeKey(row.GetString("MemberId"), row.GetString("BadgeId")),
        State = Enum.Parse<PlatformState>(row.GetString("State")),
        StateChangedAt = row.GetDateTimeOffset("StateChangedAt") ?? default,
        RevocationReason = row.GetString("RevocationReason"),
        ReplacedBy = row.GetString("ReplacedBy"),
        TemplateCode = row.GetString("TemplateCode"),
        Name = row.GetString("Name"),
        RecipientName = row.GetString("RecipientName"),
        AddressDigest = row.GetString("AddressDigest"),
        AwardedOn = Day(row.GetString("AwardedOn")),
        ExpiresOn = row.GetString("ExpiresOn") is { } lastDay ? Day(lastDay) : null,
        Description = row.GetString("Description"),
        Criteria = row.GetString("Criteria"),
        Skills = JsonSerializer.Deserialize<IReadOnlyList<string>>(row.GetString("Skills")) ?? [],
        Evidence = row.GetString("Evidence") is { } evidence ? new Uri(evidence) : null,
    };

    private async Task<(HostedBadge Badge, ETag ETag)?> ReadLatestAsync(string id, CancellationToken cancellationToken)
    {
        var latest = await ReadAsync(id, cancellationToken);
        // What is to take its place may not be there yet.
        while (latest?.Badge.ReplacedBy is { } next && await ReadAsync(next, cancellationToken) is { } successor)
        {
            latest = successor;
        }

        return latest;
    }

    private async Task<(HostedBadge Badge, ETag ETag)?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var row = await _hosted.GetEntityIfExistsAsync<TableEntity>(id, "", cancellationToken: cancellationToken);
        return row.HasValue ? (Read(row.Value!), row.Value!.ETag) : null;
    }
}
