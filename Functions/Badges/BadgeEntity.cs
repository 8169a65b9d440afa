using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Callbacks;

namespace BadgeFunctions.Functions.Badges;

/// <summary>A badge as a row of the <c>Badges</c> table, and back.</summary>
internal static class BadgeEntity
{
    public static TableEntity From(Badge badge) => new(badge.Key.MemberId, badge.Key.BadgeId)
    {
        ["AchievementId"] = badge.AchievementId,
        ["TemplateCode"] = badge.TemplateCode,
        ["Category"] = badge.Category.ToString(),
        ["Name"] = badge.Name,
        ["GivenName"] = badge.Recipient.GivenName,
        ["FamilyName"] = badge.Recipient.FamilyName,
        ["Email"] = badge.Recipient.Email,
        ["Locale"] = badge.Recipient.Locale,
        ["AwardedOn"] = Text(badge.AwardedOn),
        ["ExpiresOn"] = Text(badge.ExpiresOn),
        ["Evidence"] = badge.Evidence?.AbsoluteUri,
        ["State"] = badge.State.ToString(),
        ["PlatformId"] = badge.Platform?.Id,
        ["AcceptUrl"] = badge.Platform?.AcceptUrl?.AbsoluteUri,
        ["PublicUrl"] = badge.Platform?.PublicUrl?.AbsoluteUri,
        ["ImageUrl"] = badge.Platform?.ImageUrl?.AbsoluteUri,
        ["PlatformState"] = badge.Platform?.State.ToString(),
        ["PlatformRevision"] = badge.Platform?.Revision,
        ["IsPublic"] = badge.Platform?.IsPublic,
        ["PlatformName"] = badge.PlatformName.ToString(),
        ["PlatformTriedAt"] = badge.Attempt?.At,
        ["PlatformTriedRevision"] = badge.Attempt?.Revision,
        ["PlatformBusyUntil"] = badge.Attempt?.BusyUntil,
        ["Revision"] = badge.Revision,
        ["RecipientToldAt"] = badge.Told.Recipient,
        ["ValidityToldAt"] = badge.Told.Validity,
        ["AchievementToldAt"] = badge.Told.Achievement,
        ["RevocationReason"] = badge.RevocationReason,
        ["TokenSha256"] = badge.Token?.Sha256,
        ["TokenExpiresAt"] = badge.Token?.ExpiresAt,
        ["ProblemStep"] = badge.Problem?.Step,
        ["ProblemReason"] = badge.Problem?.Reason,
        ["ProblemSince"] = badge.Problem?.Since,
        ["ClaimableUntil"] = badge.ClaimableUntil,
        ["CreatedAt"] = badge.CreatedAt,
        ["StateChangedAt"] = badge.StateChangedAt,
        ["AcceptedAt"] = badge.AcceptedAt,
        ["Announcements"] = AnnouncementList.Write(badge.Announcements),
    };

    /// <exception cref="InvalidDataException">A column is missing or holds what this version cannot read.</exception>
    public static Badge Read(TableEntity row) => new()
    {
        Key = new BadgeKey(row.PartitionKey, row.RowKey),
        ETag = row.ETag,
        AchievementId = Required(row, "AchievementId"),
        TemplateCode = Required(row, "TemplateCode"),
        Category = Named<BadgeCategory>(row, "Category"),
        Name = Required(row, "Name"),
        Recipient = new Recipient(
            Required(row, "GivenName"), Required(row, "FamilyName"), Required(row, "Email"), Required(row, "Locale")),
        AwardedOn = Day(row, "AwardedOn") ?? throw Unreadable(row, "AwardedOn"),
        ExpiresOn = Day(row, "ExpiresOn"),
        Evidence = Url(row, "Evidence"),
        State = Named<BadgeState>(row, "State"),
        Platform = OptionalText(row, "PlatformId") is { } id ? ReadPlatform(row, id) : null,
        PlatformName = OptionalNamed<PlatformName>(row, "PlatformName") ?? PlatformName.Credly,
        Attempt = OptionalInstant(row, "PlatformTriedAt") is { } triedAt
            ? new PlatformAttempt(triedAt, OptionalNumber(row, "PlatformTriedRevision") ?? 1, OptionalInstant(row, "PlatformBusyUntil"))
            : null,
        Revision = OptionalNumber(row, "Revision") ?? 1,
        Told = new AwardTimes(
            OptionalInstant(row, "RecipientToldAt"), OptionalInstant(row, "ValidityToldAt"), OptionalInstant(row, "AchievementToldAt")),
        RevocationReason = OptionalText(row, "RevocationReason"),
        Token = OptionalText(row, "TokenSha256") is { } hash
            ? new LiveToken(hash, Instant(row, "TokenExpiresAt"))
            : null,
        Problem = OptionalText(row, "ProblemStep") is { } step
            ? new BadgeProblem(step, OptionalText(row, "ProblemReason") ?? "", Instant(row, "ProblemSince"))
            : null,
        ClaimableUntil = Instant(row, "ClaimableUntil"),
        CreatedAt = Instant(row, "CreatedAt"),
        StateChangedAt = Instant(row, "StateChangedAt"),
        AcceptedAt = OptionalInstant(row, "AcceptedAt"),
        Announcements = ReadAnnouncements(row),
    };

    private static PlatformBadge ReadPlatform(TableEntity row, string id) =>
        new(id, Url(row, "AcceptUrl"), Url(row, "PublicUrl"), Url(row, "ImageUrl"))
        {
            State = OptionalNamed<PlatformState>(row, "PlatformState") ?? StateOnPlatform(Named<BadgeState>(row, "State")),
            IsPublic = OptionalFlag(row, "IsPublic") ?? true,
            Revision = OptionalNumber(row, "PlatformRevision") ?? 1,
        };

    // Rows of earlier versions do not say it; then all that they knew came from the platform.
    private static PlatformState StateOnPlatform(BadgeState state) => state switch
    {
        BadgeState.Accepted => PlatformState.Accepted,
        BadgeState.Declined => PlatformState.Rejected,
        BadgeState.Revoked => PlatformState.Revoked,
        _ => PlatformState.Pending,
    };

    private static IReadOnlyList<Announcement> ReadAnnouncements(TableEntity row)
    {
        try
        {
            return AnnouncementList.Read(OptionalText(row, "Announcements"));
        }
        catch (JsonException)
        {
            throw Unreadable(row, "Announcements");
        }
    }

    private static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Required(TableEntity row, string column) => OptionalText(row, column) ?? throw Unreadable(row, column);

    private static DateTimeOffset Instant(TableEntity row, string column) =>
        OptionalInstant(row, column) ?? throw Unreadable(row, column);

    private static DateTimeOffset? OptionalInstant(TableEntity row, string column) => row[column] switch
    {
        null => null,
        DateTimeOffset instant => instant,
        _ => throw Unreadable(row, column),
    };

    private static int? OptionalNumber(TableEntity row, string column) => row[column] switch
    {
        null => null,
        int number => number,
        _ => throw Unreadable(row, column),
    };

    private static bool? OptionalFlag(TableEntity row, string column) => row[column] switch
    {
        null => null,
        bool flag => flag,
        _ => throw Unreadable(row, column),
    };

    private static string? OptionalText(TableEntity row, string column) => row[column] switch
    {
        null => null,
        string text => text,
        _ => throw Unreadable(row, column),
    };

    private static Uri? Url(TableEntity row, string column) =>
        OptionalText(row, column) is { } text
            ? Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : throw Unreadable(row, column)
            : null;

    private static DateOnly? Day(TableEntity row, string column) =>
        OptionalText(row, column) is { } text
            ? DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day
                : throw Unreadable(row, column)
            : null;

    private static T Named<T>(TableEntity row, string column) where T : struct, Enum =>
        OptionalNamed<T>(row, column) ?? throw Unreadable(row, column);

    // Names only: Enum.TryParse alone would also take numbers.
    private static T? OptionalNamed<T>(TableEntity row, string column) where T : struct, Enum =>
        OptionalText(row, column) is { } name
            ? Enum.TryParse<T>(name, out var value) && value.ToString() == name ? value : throw Unreadable(row, column)
            : null;

    private static InvalidDataException Unreadable(TableEntity row, string column) =>
        new($"Badge {row.RowKey}: this version cannot read the column {column}.");
}
