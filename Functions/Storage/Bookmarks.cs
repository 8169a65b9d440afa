using System.Globalization;
using Azure.Data.Tables;

namespace BadgeFunctions.Functions.Storage;

/// <summary>How far something that is walked through has been read, by name.</summary>
internal sealed class Bookmarks(TableServiceClient tables)
{
    public const string Table = "Bookmarks";

    private readonly TableClient _bookmarks = tables.GetTableClient(Table);

    /// <returns>Null when nothing was read yet, or what is stored is no instant.</returns>
    public async Task<DateTimeOffset?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var row = await _bookmarks.GetEntityIfExistsAsync<TableEntity>(name, "", cancellationToken: cancellationToken);
        return row.HasValue
            && row.Value!["ReadUntil"] is string text
            && DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var readUntil)
                ? readUntil
                : null;
    }

    public Task SaveAsync(string name, DateTimeOffset readUntil, CancellationToken cancellationToken) => _bookmarks.UpsertEntityAsync(
        new TableEntity(name, "") { ["ReadUntil"] = readUntil.ToString("O", CultureInfo.InvariantCulture) },
        TableUpdateMode.Replace,
        cancellationToken);
}
