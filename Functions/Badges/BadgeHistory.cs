using System.Globalization;
using Azure.Data.Tables;

namespace BadgeFunctions.Functions.Badges;

/// <summary>The append-only trail of what happened to a badge, newest first within its partition.</summary>
internal sealed class BadgeHistory(TableServiceClient tables, TimeProvider clock)
{
    public const string Table = "BadgeHistory";

    private readonly TableClient _history = tables.GetTableClient(Table);

    public Task AppendAsync(Badge badge, string what, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        // Reverse ticks sort the newest first; the suffix keeps two entries of one instant apart.
        var rowKey = string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTime.MaxValue.Ticks - now.UtcTicks:D19}-{Guid.NewGuid():N}");
        return _history.AddEntityAsync(
            new TableEntity(badge.Key.BadgeId, rowKey)
            {
                ["What"] = what,
                ["State"] = badge.State.ToString(),
                ["At"] = now,
                ["Problem"] = badge.Problem?.Reason,
            },
            cancellationToken);
    }
}
