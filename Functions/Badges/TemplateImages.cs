using System.Collections.Concurrent;
using System.Security.Cryptography;
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

/// <summary>A badge template's image that came from the platform.</summary>
/// <param name="Content">The file.</param>
/// <param name="ContentType"><c>image/png</c> or <c>image/jpeg</c>.</param>
internal sealed record TemplateImage(byte[] Content, string ContentType)
{
    /// <summary>What fits in a row of Table storage (1 MiB), with room for the rest.</summary>
    public const int MaxBytes = 900 * 1024;

    /// <summary>Names this very content.</summary>
    public string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(Content).AsSpan(0, 8));

    /// <summary>The type that the file's first bytes tell; null when it is no image that every e-mail program shows.</summary>
    public static string? TypeOf(ReadOnlySpan<byte> content) =>
        content.StartsWith(PngSignature) && content.Length > 24 ? "image/png"
        : content.StartsWith(JpegSignature) && content.Length > 24 ? "image/jpeg"
        : null;

    // PNG (ISO/IEC 15948), 5.2; JPEG (ISO/IEC 10918-1): start of image, and the next marker.
    private static ReadOnlySpan<byte> PngSignature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> JpegSignature => [0xFF, 0xD8, 0xFF];
}
