using Azure;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Callbacks;
using BadgeFunctions.Functions.Storage;
using BadgeFunctions.Functions.Telemetry;

namespace BadgeFunctions.Functions.Badges;

/// <summary>The badges' rows. Every look-up is a point read or one partition.</summary>
internal sealed class BadgeStore(TableServiceClient tables, BadgeHistory history, BadgeAnnouncer announcer, BadgeMetrics metrics)
{
    public const string Table = "Badges";

    private readonly TableClient _badges = tables.GetTableClient(Table);

    public async Task<Badge?> FindAsync(BadgeKey key, CancellationToken cancellationToken)
    {
        var row = await _badges.GetEntityIfExistsAsync<TableEntity>(
            key.MemberId, key.BadgeId, cancellationToken: cancellationToken);
        return row.HasValue ? BadgeEntity.Read(row.Value!) : null;
    }

    public async Task<Badge> GetAsync(BadgeKey key, CancellationToken cancellationToken) =>
        await FindAsync(key, cancellationToken)
        ?? throw new InvalidOperationException($"Badge {key.BadgeId} is not recorded.");

    public async Task<IReadOnlyList<Badge>> OfMemberAsync(string memberId, CancellationToken cancellationToken)
    {
        var badges = new List<Badge>();
        await foreach (var row in _badges.QueryAsync<TableEntity>(
            row => row.PartitionKey == memberId, cancellationToken: cancellationToken))
        {
            badges.Add(BadgeEntity.Read(row));
        }

        return badges;
    }

    /// <summary>A page of the badges that are not settled. Reads the table from one end to the other: for the night.</summary>
    /// <param name="size">How many at most.</param>
    /// <param name="start">What the page before answered; null for the first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<BadgePage> OpenAsync(int size, string? start, CancellationToken cancellationToken)
    {
        var open = Enum.GetValues<BadgeState>().Where(state => !BadgeLifecycle.IsSettled(state)).Select(state => $"State eq '{state}'");
        var pages = _badges.QueryAsync<TableEntity>(string.Join(" or ", open), size, cancellationToken: cancellationToken).AsPages(start, size);
        await foreach (var page in pages)
        {
            Badge[] read = [.. page.Values.Select(TryRead).OfType<Badge>()];
            return new BadgePage(read, page.Values.Count - read.Length, page.ContinuationToken);
        }

        return new BadgePage([], 0, null);
    }

    private static Badge? TryRead(TableEntity row)
    {
        try
        {
            return BadgeEntity.Read(row);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Adds the badge's row; one that is there already stays as it is.</summary>
    public async Task RecordAsync(Badge badge, CancellationToken cancellationToken)
    {
        if (await _badges.AddIfAbsentAsync(BadgeEntity.From(badge), cancellationToken))
        {
            await history.AppendAsync(badge, "Recorded", cancellationToken);
        }
    }

    /// <summary>
    /// Loads the badge, decides, and saves the decision under the row's ETag; when somebody else wrote in between, decides again on
    /// what they wrote. Deciding null leaves the row as it is.
    /// </summary>
    /// <returns>The badge as it now stands.</returns>
    public async Task<Badge> ChangeAsync(
        BadgeKey key, string what, Func<Badge, Badge?> decide, CancellationToken cancellationToken)
    {
        while (true)
        {
            var current = await GetAsync(key, cancellationToken);
            if (decide(current) is not { } next)
            {
                return current;
            }

            if (await TrySaveAsync(await announcer.AnnounceAsync(current, next, cancellationToken), what, cancellationToken) is { } saved)
            {
                metrics.Changed(current, saved);
                return saved;
            }
        }
    }

    /// <summary>
    /// Takes the announcements off a badge's row once their delivery has begun. Writes also where there are none: a save that began
    /// on this version of the row fails then, and is made anew with a new hint in the outbox.
    /// </summary>
    /// <returns>False when the row has changed since it was read.</returns>
    public async Task<bool> TryClearAnnouncementsAsync(Badge badge, CancellationToken cancellationToken)
    {
        try
        {
            await _badges.UpdateEntityAsync(
                BadgeEntity.From(badge with { Announcements = [] }), badge.ETag, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is StatusCodes.Status412PreconditionFailed or StatusCodes.Status404NotFound)
        {
            return false;
        }
    }

    private async Task<Badge?> TrySaveAsync(Badge badge, string what, CancellationToken cancellationToken)
    {
        try
        {
            var response = await _badges.UpdateEntityAsync(
                BadgeEntity.From(badge), badge.ETag, TableUpdateMode.Replace, cancellationToken);
            await history.AppendAsync(badge, what, cancellationToken);
            return badge with { ETag = response.Headers.ETag ?? default };
        }
        catch (RequestFailedException e) when (e.Status == StatusCodes.Status412PreconditionFailed)
        {
            return null;
        }
    }
}

/// <summary>A page of badges.</summary>
/// <param name="Badges">The badges; a page can have none and still not be the last.</param>
/// <param name="Unreadable">How many rows this version cannot read.</param>
/// <param name="Next">Where the next page begins; null after the last.</param>
internal sealed record BadgePage(IReadOnlyList<Badge> Badges, int Unreadable, string? Next);
