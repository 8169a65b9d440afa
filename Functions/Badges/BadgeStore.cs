using Azure.Data.Tables;
using BadgeFunctions.Functions.Storage;

namespace BadgeFunctions.Functions.Badges;

/// <summary>The badges' rows. A read is one row, or one range of a member's partition, and a change is one transaction in it.</summary>
internal sealed partial class BadgeStore(
    TableServiceClient tables, IAnnouncementSubscribers subscribers, BadgeMetrics metrics, TimeProvider clock, ILogger<BadgeStore> logger)
{
    public const string Table = "Badges";

    private readonly TableClient _badges = tables.GetTableClient(Table);

    /// <summary>The badge, or null.</summary>
    /// <exception cref="InvalidDataException">The row holds what this version cannot read.</exception>
    public async Task<Badge?> FindAsync(BadgeKey key, CancellationToken cancellationToken)
    {
        var row = await _badges.GetEntityIfExistsAsync<TableEntity>(key.Partition, BadgeEntity.RowKeyOf(key.BadgeId), cancellationToken: cancellationToken);
        return row.HasValue ? BadgeEntity.Read(row.Value!) : null;
    }

    /// <summary>A member's badges; one that cannot be read is logged and left out.</summary>
    public async Task<IReadOnlyList<Badge>> OfMemberAsync(string memberId, CancellationToken cancellationToken)
    {
        var (partition, (first, end)) = (BadgeKey.PartitionOf(memberId), BadgeEntity.RangeOfAll);
        var rows = await _badges.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first} and RowKey lt {end}"), cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken);
        return BadgeEntity.ReadAll(rows, error => LogUnreadable(logger, error));
    }

    /// <summary>The badges of a member under all of their ids.</summary>
    public async Task<IReadOnlyList<Badge>> OfAccountAsync(Account account, CancellationToken cancellationToken)
    {
        List<Badge> badges = [];
        foreach (var record in account.Records)
        {
            badges.AddRange(await OfMemberAsync(record.Id, cancellationToken));
        }

        return badges;
    }

    /// <summary>One of the badges of a member, under whichever of their ids it was awarded; null for everybody else's.</summary>
    public async Task<Badge?> FindAsync(Account account, string badgeId, CancellationToken cancellationToken)
    {
        if (!BadgeKey.IsBadgeId(badgeId))
        {
            return null;
        }

        foreach (var record in account.Records)
        {
            if (await FindAsync(new BadgeKey(record.Id, badgeId), cancellationToken) is { } badge)
            {
                return badge;
            }
        }

        return null;
    }

    /// <summary>
    /// A page of the badges that are not settled, or of which there is news that nobody has looked at. Reads the table from one end to the other:
    /// for the night.
    /// </summary>
    /// <param name="size">How many at most.</param>
    /// <param name="start">What the page before answered; null for the first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<BadgePage> OpenAsync(int size, string? start, CancellationToken cancellationToken)
    {
        var open = Enum.GetValues<BadgeState>().Where(state => !BadgeLifecycle.IsSettled(state)).Select(state => $"State eq '{state}'");
        var (first, end) = BadgeEntity.RangeOfAll;
        var filter = $"{TableClient.CreateQueryFilter($"RowKey ge {first} and RowKey lt {end}")} and ({string.Join(" or ", open)} or NewsAt ge datetime'2000-01-01T00:00:00Z')";
        await foreach (var page in _badges.QueryAsync<TableEntity>(filter, size, cancellationToken: cancellationToken).AsPages(start, size))
        {
            var unreadable = 0;
            var badges = BadgeEntity.ReadAll(page.Values, _ => unreadable++);
            return new BadgePage(badges, unreadable, page.ContinuationToken);
        }

        return new BadgePage([], 0, null);
    }

    /// <inheritdoc cref="ChangeAsync(Badge, string?, Func{Badge, Badge?}, CancellationToken)"/>
    /// <returns>The badge as it now stands; null when there is none.</returns>
    public async Task<Badge?> ChangeAsync(BadgeKey key, string? what, Func<Badge, Badge?> decide, CancellationToken cancellationToken) =>
        await FindAsync(key, cancellationToken) is { } badge ? await ChangeAsync(badge, what, decide, cancellationToken) : null;

    /// <summary>
    /// Decides on a badge that was read, and saves the decision with its history entry in one transaction;
    /// when somebody else wrote in between, decides again on what they wrote. Deciding null leaves everything as it is.
    /// </summary>
    /// <param name="read">The badge as it was read.</param>
    /// <param name="what">What the history says; null for what is not worth an entry.</param>
    /// <param name="decide">The badge after the change; called again on a newer badge when that was written in between.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The badge as it now stands.</returns>
    public async Task<Badge> ChangeAsync(Badge read, string? what, Func<Badge, Badge?> decide, CancellationToken cancellationToken)
    {
        var current = read;
        while (true)
        {
            if (decide(current) is not { } decided || decided == current)
            {
                return current;
            }

            if (await TrySaveAsync(Announcement.Announce(current, decided, subscribers.IsSubscribed, clock.GetUtcNow()), what, cancellationToken) is { } saved)
            {
                metrics.Changed(current, saved);
                return saved;
            }

            current = await FindAsync(read.Key, cancellationToken)
                ?? throw new InvalidOperationException($"Badge {read.Key.BadgeId} is not recorded.");
        }
    }

    /// <summary>Notes that the platform may show the badge differently; whatever else stands on the row stays.</summary>
    /// <returns>The badge as it now stands.</returns>
    public Task<Badge> NoteNewsAsync(Badge read, bool isDeletion, CancellationToken cancellationToken) =>
        ChangeAsync(read, what: null, badge => badge with { News = PlatformNews.After(badge.News, isDeletion, clock.GetUtcNow()) }, cancellationToken);

    /// <summary>Adds a badge with its first history entry and the writes that belong to it, or nothing.</summary>
    /// <returns>Null when it is there already, or when one of the other rows has changed since it was read.</returns>
    public async Task<Badge?> TryAddAsync(Badge badge, string what, IEnumerable<TableTransactionAction> beside, CancellationToken cancellationToken)
    {
        TableTransactionAction[] writes =
        [
            new(TableTransactionActionType.Add, BadgeEntity.From(badge)),
            new(TableTransactionActionType.Add, BadgeEntity.HistoryOf(badge, what, clock.GetUtcNow())),
            .. beside,
        ];
        return await _badges.TrySubmitAsync(writes, cancellationToken) is [var version, ..] ? badge with { ETag = version } : null;
    }

    /// <returns>Null when the row has changed since it was read.</returns>
    private async Task<Badge?> TrySaveAsync(Badge after, string? what, CancellationToken cancellationToken)
    {
        List<TableTransactionAction> writes = [new(TableTransactionActionType.UpdateReplace, BadgeEntity.From(after), after.ETag)];
        if (what is not null)
        {
            writes.Add(new(TableTransactionActionType.Add, BadgeEntity.HistoryOf(after, what, clock.GetUtcNow())));
        }

        return await _badges.TrySubmitAsync(writes, cancellationToken) is [var version, ..] ? after with { ETag = version } : null;
    }

    [LoggerMessage(1102, LogLevel.Error, "A badge cannot be read and is left out")]
    private static partial void LogUnreadable(ILogger logger, Exception exception);
}

/// <summary>A page of badges.</summary>
/// <param name="Badges">The badges; a page can have none and still not be the last.</param>
/// <param name="Unreadable">How many rows this version cannot read.</param>
/// <param name="Next">Where the next page begins; null after the last.</param>
internal sealed record BadgePage(IReadOnlyList<Badge> Badges, int Unreadable, string? Next);
