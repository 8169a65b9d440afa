namespace BadgeFunctions.Functions.Badges;

/// <summary>The sections of "My badges", in the booklet's order and words.</summary>
internal static class BadgeSections
{
    public static IReadOnlyList<BadgeCategory> All { get; } =
        [BadgeCategory.CourseAndProgramme, BadgeCategory.Certificate, BadgeCategory.Event, BadgeCategory.Award];

    public static string TitleOf(BadgeCategory category) => category switch
    {
        BadgeCategory.CourseAndProgramme => "Course and programmes Badges",
        BadgeCategory.Certificate => "Certificate Badges",
        BadgeCategory.Event => "Event Badges",
        _ => "Awards Badges",
    };
}
