using System.Globalization;
using SkiaSharp;

namespace BadgeFunctions.Functions.Sharing;

/// <summary>A text that is fitted into a width: it shrinks first, then words are broken, and the end is left out last of all.</summary>
internal sealed class TextBlock
{
    private const float LineHeight = 1.28f;
    private const float Shrink = 0.92f;

    private readonly IReadOnlyList<TextLine> _lines;
    private readonly float _size;
    private readonly bool _isRightToLeft;

    private TextBlock(IReadOnlyList<TextLine> lines, float size, bool isRightToLeft) => (_lines, _size, _isRightToLeft) = (lines, size, isRightToLeft);

    public float Height => _lines.Count * _size * LineHeight;

    /// <summary>The text in at most so many lines.</summary>
    /// <param name="fonts">What it is written with.</param>
    /// <param name="text">The text.</param>
    /// <param name="style">Its size, the least to which it shrinks, and its weight.</param>
    /// <param name="width">The width.</param>
    /// <param name="maxLines">The most lines.</param>
    public static TextBlock Fit(Fonts fonts, string text, TextStyle style, float width, int maxLines)
    {
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var isRightToLeft = TextLine.IsRightToLeft(text);
        for (var size = style.Size; ; size = Math.Max(style.LeastSize, size * Shrink))
        {
            var measure = new Measure(fonts, size, style.IsBold, width, isRightToLeft);
            var isLeast = size <= style.LeastSize;
            var lines = Wrap(isLeast ? [.. words.SelectMany(measure.Broken)] : [.. words.Select(word => new Part(word, IsWord: true))], measure);
            if (isLeast || (lines.Count <= maxLines && lines.All(measure.Fits)))
            {
                return new TextBlock([.. Cut(lines, maxLines, measure).Select(measure.LineOf)], size, isRightToLeft);
            }
        }
    }

    /// <summary>Draws it below <paramref name="top"/>.</summary>
    /// <returns>Where it ends.</returns>
    public float Draw(SKCanvas canvas, SKRect column, float top, SKColor colour, TextAlignment alignment = TextAlignment.Own)
    {
        using var paint = new SKPaint { Color = colour, IsAntialias = true };
        foreach (var line in _lines)
        {
            var x = alignment switch
            {
                TextAlignment.Middle => column.MidX - (line.Width / 2),
                TextAlignment.Right => column.Right - line.Width,
                TextAlignment.Own when _isRightToLeft => column.Right - line.Width,
                _ => column.Left,
            };
            line.Draw(canvas, x, top + (_size * 1.02f), paint);
            top += _size * LineHeight;
        }

        return top;
    }

    private static List<string> Wrap(IReadOnlyList<Part> parts, Measure measure)
    {
        List<string> lines = [];
        foreach (var part in parts)
        {
            var longer = lines is [.., var last] ? part.IsWord ? $"{last} {part.Text}" : $"{last}{part.Text}" : null;
            if (longer is not null && measure.Fits(longer))
            {
                lines[^1] = longer;
            }
            else
            {
                lines.Add(part.Text);
            }
        }

        return lines;
    }

    private static IReadOnlyList<string> Cut(List<string> lines, int maxLines, Measure measure)
    {
        if (lines.Count <= maxLines)
        {
            return lines;
        }

        var last = new StringInfo(lines[maxLines - 1]);
        var length = last.LengthInTextElements;
        while (length > 0 && !measure.Fits($"{last.SubstringByTextElements(0, length)}…"))
        {
            length--;
        }

        return [.. lines.Take(maxLines - 1), $"{(length > 0 ? last.SubstringByTextElements(0, length) : "")}…"];
    }

    /// <summary>A word, or a piece of a broken one, which follows without a space.</summary>
    private sealed record Part(string Text, bool IsWord);

    private sealed record Measure(Fonts Fonts, float Size, bool IsBold, float Width, bool IsRightToLeft)
    {
        public TextLine LineOf(string text) => TextLine.Of(text, IsRightToLeft, Fonts, Size, IsBold);

        public bool Fits(string text) => LineOf(text).Width <= Width;

        /// <summary>A word that is too wide, in as many pieces as it has characters.</summary>
        public IEnumerable<Part> Broken(string word) => Fits(word)
            ? [new Part(word, IsWord: true)]
            : StringInfo.ParseCombiningCharacters(word) is var starts
                ? starts.Select((start, i) => new Part(word[start..(i + 1 < starts.Length ? starts[i + 1] : word.Length)], IsWord: i == 0))
                : [];
    }
}

/// <summary>Where a text's lines are in their column.</summary>
internal enum TextAlignment
{
    /// <summary>Where its own direction begins.</summary>
    Own,

    /// <summary>At the left.</summary>
    Left,

    /// <summary>In the middle.</summary>
    Middle,

    /// <summary>At the right.</summary>
    Right,
}

/// <summary>How a text is written.</summary>
/// <param name="Size">The size.</param>
/// <param name="LeastSize">The size to which it shrinks at most.</param>
/// <param name="IsBold">Whether it is bold.</param>
internal sealed record TextStyle(float Size, float LeastSize, bool IsBold = false);
