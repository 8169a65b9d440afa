namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>What an image holds of a badge.</summary>
internal abstract record Unbaked
{
    /// <summary>The longest text that is read from an image, packed or not.</summary>
    public const int MaxTextBytes = 1024 * 1024;

    private Unbaked()
    {
    }

    /// <summary>What was baked in, as it was found: nothing of it is checked.</summary>
    /// <param name="Text">JSON, a compact JWS or the address of an assertion.</param>
    /// <param name="Keyword"><see cref="BakedImage.Credential"/> or <see cref="BakedImage.Assertion"/>. Some write a credential under the other name.</param>
    public sealed record Credential(string Text, string Keyword) : Unbaked;

    /// <summary>An image without a badge.</summary>
    public sealed record Nothing : Unbaked;

    /// <summary>A file that cannot be read.</summary>
    /// <param name="Reason">Why, in the current language.</param>
    public sealed record Unreadable(string Reason) : Unbaked;

    /// <summary>A text that was found under a keyword.</summary>
    public static Unbaked Of(string text, string keyword) => text.Trim() is { Length: > 0 } found ? new Credential(found, keyword) : new Nothing();

    /// <summary>The answer to what is no image of the two kinds.</summary>
    public static Unreadable NoImage() => new(L("This file is not a readable PNG or SVG image."));

    /// <summary>The answer to a file without its end.</summary>
    public static Unreadable CutOff() => new(L("This image is cut off: its end is missing."));

    /// <summary>The answer to a text of more than <see cref="MaxTextBytes"/>.</summary>
    public static Unreadable TextTooLong() => new(L("The badge data in this image is too large: the limit is {0} MiB.", MaxTextBytes >> 20));

    /// <summary>The answer to a text in another encoding: Open Badges 3.0, 5, asks for UTF-8.</summary>
    public static Unreadable NotUtf8() => new(L("The text in this image is not UTF-8."));
}
