using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;

namespace BadgeFunctions.Functions.Badges;

/// <summary>
/// Which badges end on which day: partition the last day of validity, row the badge. A row is a hint to look; the badge's own row says
/// whether it is still true.
/// </summary>
internal sealed class BadgeExpiries(TableServiceClient tables)
{
    public const string Table = "BadgeExpiries";

    private readonly TableClient _expiries = tables.GetTableClient(Table);

    /// <summary>Notes the last day of a badge's validity; done again it changes nothing.</summary>
    public Task NoteAsync(BadgeKey key, DateOnly lastDay, CancellationToken cancellationToken) => _expiries.UpsertEntityAsync(
        new TableEntity(PartitionOf(lastDay), key.BadgeId) { ["MemberId"] = key.MemberId }, TableUpdateMode.Replace, cancellationToken);

    /// <summary>The badges whose last day was before <paramref name="today"/>, and that day; the earliest first.</summary>
    public async IAsyncEnumerable<(BadgeKey Badge, DateOnly LastDay)> BeforeAsync(
        DateOnly today, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey lt {PartitionOf(today)}");
        await foreach (var row in _expiries.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            yield return (
                new BadgeKey(row.GetString("MemberId"), row.RowKey),
                DateOnly.ParseExact(row.PartitionKey, "yyyy-MM-dd", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Forgets a day that was seen to.</summary>
    public Task ForgetAsync(BadgeKey key, DateOnly lastDay, CancellationToken cancellationToken) =>
        _expiries.DeleteEntityAsync(PartitionOf(lastDay), key.BadgeId, cancellationToken: cancellationToken);

    private static string PartitionOf(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>When a badge's validity ends: with its last day, everywhere in the world. Pure.</summary>
internal static class Validity
{
    // Where the day ends last, UTC-12, it ends at noon of the next day in UTC.
    private static readonly TimeSpan LastTimeZone = TimeSpan.FromHours(-12);

    /// <summary>The day that it is where days end last.</summary>
    public static DateOnly Today(DateTimeOffset now) => DateOnly.FromDateTime((now + LastTimeZone).UtcDateTime);

    /// <summary>The first instant at which a last day is over.</summary>
    public static DateTimeOffset EndOf(DateOnly lastDay) => new DateTimeOffset(lastDay.AddDays(1).ToDateTime(TimeOnly.MinValue), LastTimeZone).ToUniversalTime();

    /// <summary>Whether the last day is over; never when there is none.</summary>
    public static bool IsOver(DateOnly? lastDay, DateTimeOffset now) => lastDay < Today(now);
}
