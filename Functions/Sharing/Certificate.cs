using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Languages;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;
using SkiaSharp;

namespace BadgeFunctions.Functions.Sharing;

/// <summary>A badge to be printed: one page of A4, landscape, in the reader's language. Only of an accepted badge that is valid.</summary>
internal sealed class Certificate(BadgeArtwork artwork, Fonts fonts, Palette palette, PublicAddress addresses, IOptions<WebOptions> web, TimeProvider clock)
{
    /// <summary>What the file is.</summary>
    public const string ContentType = "application/pdf";

    // In points.
    private const float Width = 842;
    private const float Height = 595;
    private const float Frame = 28;
    private const float ImageSize = 156;
    private const float QrSize = 96;
    private const float RasterDpi = 300;
    // Above 100: images stay as they are.
    private const int EncodingQuality = 101;

    private static readonly TextStyle IssuerStyle = new(18, 10, IsBold: true);
    private static readonly TextStyle NameStyle = new(30, 14, IsBold: true);
    private static readonly TextStyle RecipientStyle = new(34, 10, IsBold: true);
    private static readonly TextStyle LabelStyle = new(11, 8);
    private static readonly TextStyle FactStyle = new(14, 8, IsBold: true);
    private static readonly TextStyle AddressStyle = new(9, 6);

    /// <summary>The file's name.</summary>
    public static string FileNameOf(Badge badge) => $"{badge.TemplateCode}.pdf";

    /// <summary>Whether there is a certificate of the badge now. None has half a name: that takes a font for every letter.</summary>
    public bool CanDraw(Badge badge) =>
        PublicBadges.IsValid(badge, clock.GetUtcNow()) && fonts.CanWrite(DisplayText.Clean(badge.Recipient.FullName)) && fonts.CanWrite(DisplayText.Clean(badge.Name));

    /// <summary>The certificate as PDF; null when there is none.</summary>
    public async Task<byte[]?> DrawAsync(Badge badge, CancellationToken cancellationToken)
    {
        if (!CanDraw(badge))
        {
            return null;
        }

        var (image, _) = await artwork.FindAsync(badge, cancellationToken);
        if (!fonts.CanWrite(LabelsOf(badge)))
        {
            Language.English.Use();
        }

        return Draw(badge, image);
    }

    // Where everybody can check it. A code that leads nowhere would say that the certificate is forged.
    private Uri? CheckedAt(Badge badge) => PublicBadges.IsPublic(badge) ? addresses.UrlOf(badge.Key) : badge.VisibleUrl;

    private static string LabelsOf(Badge badge) => string.Concat(FactsOf(badge, "").SelectMany(fact => new[] { fact.Label, fact.Text }));

    private static IReadOnlyList<(string Label, string Text)> FactsOf(Badge badge, string issuer) =>
    [
        (L("Awarded on"), DisplayText.Day(badge.AwardedOn)),
        .. badge.ExpiresOn is { } last ? new[] { (L("Valid until"), DisplayText.Day(last)) } : [],
        (L("Issued by"), issuer),
    ];

    private byte[] Draw(Badge badge, byte[] image)
    {
        using var file = new MemoryStream();
        using (var document = SKDocument.CreatePdf(file, MetadataOf(badge)))
        {
            using var canvas = document.BeginPage(Width, Height);
            DrawFrame(canvas);
            DrawMiddle(canvas, badge, image);
            DrawFoot(canvas, badge, CheckedAt(badge));
            document.EndPage();
            document.Close();
        }

        return file.ToArray();
    }

    private SKDocumentPdfMetadata MetadataOf(Badge badge) => new(RasterDpi, EncodingQuality)
    {
        Title = $"{DisplayText.Clean(badge.Name)}: {DisplayText.Clean(badge.Recipient.FullName)}",
        Author = web.Value.OrganisationName,
        Creation = clock.GetUtcNow().UtcDateTime,
    };

    private void DrawFrame(SKCanvas canvas)
    {
        using var line = new SKPaint { Color = palette.Accent, Style = SKPaintStyle.Stroke, StrokeWidth = 3, IsAntialias = true };
        canvas.DrawRect(SKRect.Create(Frame, Frame, Width - (2 * Frame), Height - (2 * Frame)), line);
    }

    private void DrawMiddle(SKCanvas canvas, Badge badge, byte[] image)
    {
        var column = new SKRect(Frame + 44, Frame, Width - Frame - 44, Height - Frame);
        var top = Frame + 26;
        top = Fit(web.Value.OrganisationName, IssuerStyle, column, 1).Draw(canvas, column, top, palette.Accent, TextAlignment.Middle) + 12;
        var square = SKRect.Create(column.MidX - (ImageSize / 2), top, ImageSize, ImageSize);
        top += BadgeArtwork.TryDraw(canvas, image, square) ? ImageSize + 12 : 40;
        top = Fit(badge.Name, NameStyle, column, 2).Draw(canvas, column, top, palette.Ink, TextAlignment.Middle) + 8;
        top = Fit(L("Awarded to"), LabelStyle, column, 1).Draw(canvas, column, top, palette.Soft, TextAlignment.Middle) + 2;
        Fit(badge.Recipient.FullName, RecipientStyle, column, 3).Draw(canvas, column, top, palette.Ink, TextAlignment.Middle);
    }

    // Mirrored in a language that is written from right to left.
    private void DrawFoot(SKCanvas canvas, Badge badge, Uri? checkedAt)
    {
        var alignment = Language.Current.IsRightToLeft ? TextAlignment.Right : TextAlignment.Left;
        var (left, right, bottom) = (Frame + 44, Width - Frame - 44, Height - Frame - 26);
        if (checkedAt is not null)
        {
            right -= QrSize;
            var square = Mirrored(SKRect.Create(right, bottom - QrSize - 4, QrSize, QrSize));
            QrCode.Draw(canvas, checkedAt, square);
            canvas.DrawUrlAnnotation(square, checkedAt.AbsoluteUri);
            right -= 12;
            var place = Mirrored(new SKRect(left, 0, right, 0));
            Fit(L("Scan the code or open this address to check the badge:"), AddressStyle, place, 2).Draw(canvas, place, bottom - 26, palette.Soft, alignment);
            Fit(checkedAt.AbsoluteUri, AddressStyle, place, 2).Draw(canvas, place, bottom - 12, palette.Ink, alignment);
        }

        var facts = FactsOf(badge, web.Value.OrganisationName);
        var width = (right - left) / facts.Count;
        foreach (var (i, (label, text)) in facts.Index())
        {
            var place = Mirrored(SKRect.Create(left + (i * width), 0, width - 12, 0));
            Fit(label, LabelStyle, place, 1).Draw(canvas, place, bottom - 84, palette.Soft, alignment);
            Fit(text, FactStyle, place, 2).Draw(canvas, place, bottom - 68, palette.Ink, alignment);
        }
    }

    private static SKRect Mirrored(SKRect place) =>
        Language.Current.IsRightToLeft ? new SKRect(Width - place.Right, place.Top, Width - place.Left, place.Bottom) : place;

    private TextBlock Fit(string text, TextStyle style, SKRect column, int maxLines) =>
        TextBlock.Fit(fonts, DisplayText.Clean(text), style, column.Width, maxLines);
}
