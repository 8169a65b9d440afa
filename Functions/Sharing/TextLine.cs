using System.Globalization;
using System.Text;
using HarfBuzzSharp;
using SkiaSharp;
using Buffer = HarfBuzzSharp.Buffer;

namespace BadgeFunctions.Functions.Sharing;

/// <summary>
/// One line of text, shaped: its glyphs from left to right as they are seen. Follows Unicode's bidirectional algorithm (UAX #9) without the
/// explicit marks, which <c>DisplayText.Clean</c> has taken away.
/// </summary>
internal sealed class TextLine
{
    private readonly IReadOnlyList<Run> _runs;

    private TextLine(IReadOnlyList<Run> runs) => (_runs, Width) = (runs, runs.Sum(run => run.Width));

    public float Width { get; }

    /// <summary>Whether a text begins at the right: its first letter says (P2, P3).</summary>
    public static bool IsRightToLeft(string text) =>
        text.EnumerateRunes().Select(KindOf).FirstOrDefault(kind => kind is Kind.Left or Kind.Right) is Kind.Right;

    /// <summary>A line of a text.</summary>
    /// <param name="line">The line.</param>
    /// <param name="isRightToLeft">Whether the text begins at the right.</param>
    /// <param name="fonts">What it is written with.</param>
    /// <param name="size">The size.</param>
    /// <param name="isBold">Whether it is bold.</param>
    public static TextLine Of(string line, bool isRightToLeft, Fonts fonts, float size, bool isBold) =>
        new([.. InSight(line, isRightToLeft, fonts, isBold).Select(piece => Shape(piece, size))]);

    /// <summary>A line's pieces from left to right as they are seen; within a piece of an odd level the text goes to the left.</summary>
    public static IReadOnlyList<Piece> InSight(string line, bool isRightToLeft, Fonts fonts, bool isBold) => InSight(Pieces(line, isRightToLeft, fonts, isBold));

    /// <summary>Draws it with its left end at <paramref name="x"/>.</summary>
    public void Draw(SKCanvas canvas, float x, float baseline, SKPaint paint)
    {
        foreach (var run in _runs.Where(run => run.Glyphs.Length > 0))
        {
            using var font = FontOf(run.Face, run.Size);
            using var builder = new SKTextBlobBuilder();
            builder.AddPositionedRun(run.Glyphs, font, run.Points);
            using var blob = builder.Build();
            canvas.DrawText(blob, x, baseline, paint);
            x += run.Width;
        }
    }

    private static SKFont FontOf(Face face, float size) =>
        new(face.Typeface, size) { Subpixel = true, Hinting = SKFontHinting.None, Edging = SKFontEdging.Antialias };

    private static Run Shape(Piece piece, float size)
    {
        using var font = FontOf(piece.Face, size);
        using var buffer = new Buffer();
        buffer.AddUtf16(piece.Text.ToString());
        buffer.Direction = piece.Level % 2 == 1 ? Direction.RightToLeft : Direction.LeftToRight;
        buffer.GuessSegmentProperties();
        var shaped = piece.Face.Shaper.Shape(buffer, font);
        return new Run(piece.Face, size, [.. shaped.Codepoints.Select(glyph => (ushort)glyph)], shaped.Points, shaped.Width);
    }

    private static List<Piece> Pieces(string text, bool isRightToLeft, Fonts fonts, bool isBold)
    {
        var runes = text.EnumerateRunes().ToArray();
        var levels = Levels(runes, isRightToLeft);
        List<Piece> pieces = [];
        for (var i = 0; i < runes.Length; i++)
        {
            var last = pieces.Count > 0 ? pieces[^1] : null;
            // An accent stays with its letter, and so does a sign that its font has as well.
            var face = last is not null && (IsAttached(runes[i]) || (!Rune.IsLetterOrDigit(runes[i]) && last.Face.Has(runes[i])))
                ? last.Face
                : fonts.Find(runes[i], isBold);
            if (face is null)
            {
                continue;
            }

            if (last is null || last.Face != face || last.Level != levels[i])
            {
                pieces.Add(last = new Piece(face, levels[i], new StringBuilder()));
            }

            last.Text.Append(runes[i]);
        }

        return pieces;
    }

    // UAX #9, L2: from the highest level down to the lowest odd one, what has at least that level is turned round.
    private static List<Piece> InSight(List<Piece> pieces)
    {
        for (var level = pieces.Select(piece => piece.Level).DefaultIfEmpty().Max(); level > 0; level--)
        {
            for (var start = 0; start < pieces.Count; start++)
            {
                var length = pieces.Skip(start).TakeWhile(piece => piece.Level >= level).Count();
                pieces.Reverse(start, length);
                start += length;
            }
        }

        return pieces;
    }

    private static int[] Levels(Rune[] runes, bool isRightToLeft)
    {
        var whole = isRightToLeft ? Kind.Right : Kind.Left;
        var kinds = runes.Select(KindOf).ToArray();
        SettleNumbers(runes, kinds, whole);
        SettleBrackets(runes, kinds, whole);
        SettleNeutrals(kinds, whole);
        return [.. kinds.Select(kind => (kind, whole) switch
        {
            (Kind.Right, _) => 1,
            (Kind.Left, Kind.Left) => 0,
            _ => 2,
        })];
    }

    private static void SettleNumbers(Rune[] runes, Kind[] kinds, Kind whole)
    {
        var strong = whole;
        for (var i = 0; i < kinds.Length; i++)
        {
            // W4: the signs within a number or a date.
            if (kinds[i] is Kind.Neutral && i > 0 && Rune.IsDigit(runes[i - 1]) && KindAt(kinds, i + 1) is Kind.Number && runes[i].Value is '.' or ',' or ':' or '/' or '-')
            {
                kinds[i] = Kind.Number;
            }

            // W7: after Latin letters a number is like them.
            kinds[i] = kinds[i] is Kind.Number && strong is Kind.Left ? Kind.Left : kinds[i];
            strong = kinds[i] is Kind.Left or Kind.Right ? kinds[i] : strong;
        }
    }

    // N0: a pair of brackets has one direction.
    private static void SettleBrackets(Rune[] runes, Kind[] kinds, Kind whole)
    {
        Stack<int> open = new();
        for (var i = 0; i < runes.Length; i++)
        {
            if (runes[i].Value is '(' or '[' or '{')
            {
                open.Push(i);
            }
            else if (open.TryPeek(out var start) && (runes[start].Value, runes[i].Value) is ('(', ')') or ('[', ']') or ('{', '}'))
            {
                open.Pop();
                var inside = kinds[(start + 1)..i].Where(kind => kind is not Kind.Neutral).Select(Side).ToList();
                if (inside.Count > 0)
                {
                    var before = kinds.Take(start).LastOrDefault(kind => kind is not Kind.Neutral, whole);
                    kinds[start] = kinds[i] = inside.Contains(whole) || Side(before) == whole ? whole : Side(before);
                }
            }
        }
    }

    // N1, N2: what is between two of one direction has it too, and elsewhere that of the whole.
    private static void SettleNeutrals(Kind[] kinds, Kind whole)
    {
        for (var i = 0; i < kinds.Length; i++)
        {
            if (kinds[i] is Kind.Neutral)
            {
                var end = Array.FindIndex(kinds, i, kind => kind is not Kind.Neutral);
                var (before, after) = (i == 0 ? whole : Side(kinds[i - 1]), end < 0 ? whole : Side(kinds[end]));
                Array.Fill(kinds, before == after ? before : whole, i, (end < 0 ? kinds.Length : end) - i);
            }
        }
    }

    private static Kind KindAt(Kind[] kinds, int i) => i < kinds.Length ? kinds[i] : Kind.Neutral;

    private static Kind Side(Kind kind) => kind is Kind.Left ? Kind.Left : Kind.Right;

    private static Kind KindOf(Rune rune) => rune switch
    {
        _ when Rune.IsDigit(rune) => Kind.Number,
        { Value: (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF) } => Kind.Right,
        _ when Rune.IsLetter(rune) => Kind.Left,
        _ => Kind.Neutral,
    };

    private static bool IsAttached(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format;

    private enum Kind
    {
        Neutral,
        Left,
        Right,
        Number,
    }

    /// <summary>Characters of one font and one level.</summary>
    internal sealed record Piece(Face Face, int Level, StringBuilder Text);

    private sealed record Run(Face Face, float Size, ushort[] Glyphs, SKPoint[] Points, float Width);
}
