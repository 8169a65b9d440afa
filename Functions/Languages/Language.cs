using System.Globalization;

namespace BadgeFunctions.Functions.Languages;

/// <summary>A language that pages and e-mails are written in.</summary>
/// <param name="Tag">Its BCP 47 tag.</param>
/// <param name="OwnName">What those who speak it call it.</param>
/// <param name="DayPattern">How a day is written, as a .NET date pattern.</param>
/// <param name="IsRightToLeft">Whether it is written from right to left.</param>
internal sealed record Language(string Tag, string OwnName, string DayPattern, bool IsRightToLeft = false)
{
    public static readonly Language English = new("en", "English", "d MMMM yyyy");

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<Language> All =
    [
        English,
        new("de", "Deutsch", "d. MMMM yyyy"),
        new("fr", "Français", "d MMMM yyyy"),
        new("es", "Español", "d 'de' MMMM 'de' yyyy"),
        new("pt", "Português", "d 'de' MMMM 'de' yyyy"),
        new("pl", "Polski", "d MMMM yyyy"),
        new("ar", "العربية", "d MMMM yyyy", IsRightToLeft: true),
        new("zh", "中文", "yyyy年M月d日"),
    ];

    /// <summary>The language of what is written now: that of <see cref="CultureInfo.CurrentUICulture"/>.</summary>
    public static Language Current => Find(CultureInfo.CurrentUICulture.Name) ?? English;

    /// <summary>How the language writes months and numbers. Region-free: the calendar is the Gregorian one in all of them.</summary>
    public CultureInfo Culture => CultureInfo.GetCultureInfo(Tag);

    /// <summary>The value of HTML's <c>dir</c>.</summary>
    public string Direction => IsRightToLeft ? "rtl" : "ltr";

    /// <summary>The language of a BCP 47 tag, whatever its region or script; null when nothing is written in it.</summary>
    public static Language? Find(string? tag) =>
        tag?.Split('-', '_')[0] is { Length: > 0 } primary
            ? All.FirstOrDefault(language => language.Tag.Equals(primary, StringComparison.OrdinalIgnoreCase))
            : null;

    /// <summary>The language in which a member is written to.</summary>
    /// <param name="locale">The member's BCP 47 tag; empty when it is not known.</param>
    /// <param name="defaultLocale">That of members whose own is not known, or of no use here.</param>
    public static Language ForMember(string locale, string defaultLocale) => Find(locale) ?? Find(defaultLocale) ?? English;

    /// <summary>Writes in this language from now on, to the end of the asynchronous method that calls this, and in what it calls.</summary>
    public void Use() => CultureInfo.CurrentUICulture = Culture;

    /// <summary>A day as the language writes it: "26 April 2021".</summary>
    public string Day(DateOnly day) => day.ToString(DayPattern, Culture);
}
