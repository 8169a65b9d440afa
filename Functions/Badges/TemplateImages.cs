using System.Collections.Concurrent;
using Azure.Data.Tables;

namespace BadgeFunctions.Functions.Badges;

/// <summary>
/// The images that were taken over from the platform, in pieces of 64 KiB as a column can hold no more. Read through a short-lived copy.
/// </summary>
internal sealed class TemplateImages(TableServiceClient tables, TimeProvider clock)
{
    public const string Table = "TemplateImages";

    private const int PieceSize = 64 * 1024;

    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(10);

    private readonly TableClient _images = tables.GetTableClient(Table);
    private readonly ConcurrentDictionary<string, (TemplateImage Image, long ReadAt)> _copies = new(StringComparer.Ordinal);

    /// <summary>The image of a template, or null when none was taken over.</summary>
    public async Task<TemplateImage?> FindAsync(string code, CancellationToken cancellationToken)
    {
        if (_copies.TryGetValue(code, out var copy) && clock.GetElapsedTime(copy.ReadAt) <= KeepFor)
        {
            return copy.Image;
        }

        var row = await _images.GetEntityIfExistsAsync<TableEntity>(code, "", cancellationToken: cancellationToken);
        if (!row.HasValue)
        {
            // Not kept: anybody can ask for any code.
            return null;
        }

        var image = Read(row.Value!);
        _copies[code] = (image, clock.GetTimestamp());
        return image;
    }

    /// <summary>Writes the image of a template; the same again is not written.</summary>
    public async Task SaveAsync(string code, TemplateImage image, CancellationToken cancellationToken)
    {
        if ((await FindAsync(code, cancellationToken))?.Version == image.Version)
        {
            return;
        }

        var row = new TableEntity(code, "") { ["ContentType"] = image.ContentType };
        foreach (var (number, piece) in image.Content.Chunk(PieceSize).Index())
        {
            row[$"Piece{number:D2}"] = piece;
        }

        await _images.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        _copies[code] = (image, clock.GetTimestamp());
    }

    private static TemplateImage Read(TableEntity row) => new(
        [.. row.Keys.Where(column => column.StartsWith("Piece", StringComparison.Ordinal)).Order(StringComparer.Ordinal).SelectMany(column => row.GetBinary(column))],
        row.GetString("ContentType"));
}
