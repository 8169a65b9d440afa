using System.Security.Cryptography;
using System.Text.Json;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;
using SkiaSharp;

namespace BadgeFunctions.Functions.Sharing;

/// <summary>
/// The picture that LinkedIn, Facebook and X show of a shared page: the badge, its name, who earned it and the certification body. It has no other
/// words, so that it is one for all languages.
/// </summary>
internal sealed class SharePicture(BadgeArtwork artwork, Fonts fonts, Palette palette, IOptions<WebOptions> web)
{
    /// <summary>The size in pixels that all of them ask for.</summary>
    public const int Width = 1200;

    /// <inheritdoc cref="Width"/>
    public const int Height = 630;

    // How pictures are drawn: another look is another picture.
    private const string Look = "1";

    private const float Margin = 80;
    private const float ImageSize = 400;

    private static readonly TextStyle NameStyle = new(60, 30, IsBold: true);
    private static readonly TextStyle RecipientStyle = new(42, 20);
    private static readonly TextStyle IssuerStyle = new(28, 20, IsBold: true);

    /// <summary>What is on a badge's picture.</summary>
    public async Task<ShareFacts> FactsOfAsync(Badge badge, CancellationToken cancellationToken)
    {
        var (image, version) = await artwork.FindAsync(badge, cancellationToken);
        return new ShareFacts(
            DisplayText.Clean(badge.Name), DisplayText.Clean(badge.Recipient.FullName), DisplayText.Clean(web.Value.OrganisationName), version)
        {
            Image = image,
        };
    }

    /// <summary>Names the picture of these facts.</summary>
    public string VersionOf(ShareFacts facts) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
            new[] { Look, palette.Name, facts.Name, facts.RecipientName, facts.Issuer, facts.ImageVersion })).AsSpan(0, 8));

    /// <summary>The picture, as PNG.</summary>
    public byte[] Draw(ShareFacts facts)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var canvas = surface.Canvas;
        canvas.Clear(palette.Paper);
        using var accent = new SKPaint { Color = palette.Accent };
        canvas.DrawRect(0, Height - 16, Width, 16, accent);

        var middle = (Height - 16) / 2f;
        var hasImage = BadgeArtwork.TryDraw(canvas, facts.Image, SKRect.Create(Margin, middle - (ImageSize / 2), ImageSize, ImageSize));
        var column = new SKRect(hasImage ? Margin + ImageSize + 64 : Margin, 56, Width - Margin, Height - 72);
        DrawText(canvas, facts, column, middle);

        using var png = surface.Snapshot().Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private void DrawText(SKCanvas canvas, ShareFacts facts, SKRect column, float middle)
    {
        (string Text, TextStyle Style, int MaxLines, SKColor Colour, float Above)[] texts =
        [
            (facts.Name, NameStyle, 4, palette.Ink, 0),
            (facts.RecipientName, RecipientStyle, 5, palette.Soft, 20),
            (facts.Issuer, IssuerStyle, 2, palette.Accent, 28),
        ];
        // Boxes in the place of letters are worse than nothing: the page's title has the names too.
        var blocks = texts.Where(text => text.Text.Length > 0 && fonts.CanWrite(text.Text))
            .Select(text => (Block: TextBlock.Fit(fonts, text.Text, text.Style, column.Width, text.MaxLines), text.Colour, text.Above))
            .ToList();
        var top = middle - (blocks.Sum(block => block.Above + block.Block.Height) / 2);
        foreach (var (block, colour, above) in blocks)
        {
            top = block.Draw(canvas, column, top + above, colour);
        }
    }
}

/// <summary>What is on a badge's picture.</summary>
/// <param name="Name">The badge's name.</param>
/// <param name="RecipientName">Who earned it.</param>
/// <param name="Issuer">The certification body's name.</param>
/// <param name="ImageVersion">Names the badge's image.</param>
internal sealed record ShareFacts(string Name, string RecipientName, string Issuer, string ImageVersion)
{
    /// <summary>The badge's image.</summary>
    public required byte[] Image { get; init; }
}

/// <summary>The colours of pictures and certificates: the theme's, in the light.</summary>
internal sealed class Palette(Theme theme)
{
    public SKColor Ink => Of(ThemeColour.Ink);

    public SKColor Soft => Of(ThemeColour.Soft);

    public SKColor Accent => Of(ThemeColour.Accent);

    public SKColor Paper => Of(ThemeColour.Paper);

    /// <summary>Names the colours.</summary>
    public string Name => $"{Ink}{Soft}{Accent}{Paper}";

    private SKColor Of(ThemeColour colour) => SKColor.Parse(theme.Light[colour]);
}
