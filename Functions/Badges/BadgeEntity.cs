using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;

namespace BadgeFunctions.Functions.Badges;

/// <summary>A badge with its e-mails as a row of the <c>Badges</c> table, and back.</summary>
/// <remarks>A badge is one row, and all badges of a member are one range of their partition. The history lies apart: no reader pays for it.</remarks>
internal static class BadgeEntity
{
    private const string Prefix = "badge:";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static string RowKeyOf(string badgeId) => $"{Prefix}{badgeId}";

    /// <summary>The range of all badges of a member; its end begins with the character that follows the separator.</summary>
    public static (string First, string End) RangeOfAll { get; } = (Prefix, "badge;");

    /// <summary>The history's key: the newest comes first; the suffix keeps two entries of one instant apart.</summary>
    public static TableEntity HistoryOf(Badge badge, string what, DateTimeOffset now) => new(
        badge.Key.Partition,
        string.Create(CultureInfo.InvariantCulture, $"history:{badge.Key.BadgeId}:{DateTime.MaxValue.Ticks - now.UtcTicks:D19}-{Guid.NewGuid():N}"))
    {
        ["What"] = what,
        ["State"] = badge.State.ToString(),
        ["At"] = now,
        ["Problem"] = badge.Problems is [.., var problem] ? problem.Reason : null,
    };

    /// <summary>The badges among a partition's rows; what cannot be read is passed to <paramref name="unreadable"/> and left out.</summary>
    public static IReadOnlyList<Badge> ReadAll(IEnumerable<TableEntity> rows, Action<InvalidDataException> unreadable)
    {
        List<Badge> badges = [];
        foreach (var row in rows.Where(row => row.RowKey.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            try
            {
                badges.Add(Read(row));
            }
            catch (InvalidDataException e)
            {
                unreadable(e);
            }
        }

        return badges;
    }

    public static TableEntity From(Badge badge) => new(badge.Key.Partition, RowKeyOf(badge.Key.BadgeId))
    {
        ["MemberId"] = badge.Key.MemberId,
        ["AchievementId"] = badge.AchievementId,
        ["TemplateCode"] = badge.TemplateCode,
        ["Category"] = badge.Category.ToString(),
        ["Name"] = badge.Name,
        ["GivenName"] = badge.Recipient.GivenName,
        ["FamilyName"] = badge.Recipient.FamilyName,
        ["Email"] = badge.Recipient.Email,
        ["Locale"] = badge.Recipient.Locale,
        ["Did"] = badge.Recipient.Did,
        ["IsAddressChosen"] = badge.IsAddressChosen ? true : null,
        ["AwardedOn"] = Text(badge.AwardedOn),
        ["ExpiresOn"] = Text(badge.ExpiresOn),
        ["Evidence"] = badge.Evidence?.AbsoluteUri,
        ["Results"] = badge.Results is [] ? null : JsonSerializer.Serialize(badge.Results, Json),
        ["State"] = badge.State.ToString(),
        ["PlatformId"] = badge.Platform?.Id,
        ["AcceptUrl"] = badge.Platform?.AcceptUrl?.AbsoluteUri,
        ["PublicUrl"] = badge.Platform?.PublicUrl?.AbsoluteUri,
        ["ImageUrl"] = badge.Platform?.ImageUrl?.AbsoluteUri,
        ["PlatformEmail"] = badge.Platform?.Email,
        ["PlatformState"] = badge.Platform?.State.ToString(),
        ["PlatformRevision"] = badge.Platform?.Revision,
        ["IsPublic"] = badge.Platform?.IsPublic,
        ["PlatformName"] = badge.PlatformName.ToString(),
        ["PlatformTriedAt"] = badge.Attempt?.At,
        ["PlatformTriedRevision"] = badge.Attempt?.Revision,
        ["SyncedAt"] = badge.SyncedAt,
        ["NewsAt"] = badge.News?.At,
        ["NewsIsDeletion"] = badge.News?.IsDeletion,
        ["Revision"] = badge.Revision,
        ["Changes"] = badge.Changes is BadgeChanges.None ? null : badge.Changes.ToString(),
        ["RecipientToldAt"] = badge.Told.Recipient,
        ["ValidityToldAt"] = badge.Told.Validity,
        ["AchievementToldAt"] = badge.Told.Achievement,
        ["SuspensionToldAt"] = badge.Told.Suspension,
        ["RevocationReason"] = badge.RevocationReason,
        ["SuspendedAt"] = badge.Suspension?.At,
        ["SuspensionReason"] = badge.Suspension?.Reason,
        ["TokenSha256"] = badge.Token?.Sha256,
        ["TokenExpiresAt"] = badge.Token?.ExpiresAt,
        ["Problems"] = badge.Problems is [] ? null : JsonSerializer.Serialize(badge.Problems, Json),
        ["RemindersStoppedAt"] = badge.RemindersStoppedAt,
        ["ClaimableUntil"] = badge.ClaimableUntil,
        ["CreatedAt"] = badge.CreatedAt,
        ["StateChangedAt"] = badge.StateChangedAt,
        ["AcceptedAt"] = badge.AcceptedAt,
        ["Credential"] = badge.Credential is { } credential ? JsonSerializer.Serialize(credential, Json) : null,
        ["IsShared"] = badge.IsShared,
        ["Announcements"] = AnnouncementList.Write(badge.Announcements),
        ["Mails"] = badge.Mails.IsEmpty ? null : JsonSerializer.Serialize(badge.Mails.Values, Json),
    };

    /// <exception cref="InvalidDataException">A column is missing or holds what this version cannot read.</exception>
    public static Badge Read(TableEntity row) => new()
    {
        Key = new BadgeKey(OptionalText(row, "MemberId") ?? row.PartitionKey, BadgeIdOf(row)),
        ETag = row.ETag,
        AchievementId = Required(row, "AchievementId"),
        TemplateCode = Required(row, "TemplateCode"),
        Category = Named<BadgeCategory>(row, "Category"),
        Name = Required(row, "Name"),
        Recipient = new Recipient(
            Required(row, "GivenName"), Required(row, "FamilyName"), Required(row, "Email"), Required(row, "Locale"))
        {
            Did = OptionalText(row, "Did"),
        },
        IsAddressChosen = OptionalFlag(row, "IsAddressChosen") ?? false,
        AwardedOn = Day(row, "AwardedOn") ?? throw Unreadable(row, "AwardedOn"),
        ExpiresOn = Day(row, "ExpiresOn"),
        Evidence = Url(row, "Evidence"),
        Results = FromJson(row, "Results", ReadList<AwardResult>) ?? [],
        State = Named<BadgeState>(row, "State"),
        Platform = OptionalText(row, "PlatformId") is { } id ? ReadPlatform(row, id) : null,
        PlatformName = Named<PlatformName>(row, "PlatformName"),
        Attempt = OptionalInstant(row, "PlatformTriedAt") is { } triedAt
            ? new PlatformAttempt(triedAt, Number(row, "PlatformTriedRevision"))
            : null,
        SyncedAt = OptionalInstant(row, "SyncedAt"),
        News = OptionalInstant(row, "NewsAt") is { } newsAt ? new PlatformNews(newsAt, OptionalFlag(row, "NewsIsDeletion") ?? false) : null,
        Revision = Number(row, "Revision"),
        Changes = OptionalText(row, "Changes") is null ? BadgeChanges.None : Named<BadgeChanges>(row, "Changes"),
        Told = new AwardTimes(
            OptionalInstant(row, "RecipientToldAt"), OptionalInstant(row, "ValidityToldAt"), OptionalInstant(row, "AchievementToldAt"))
        {
            Suspension = OptionalInstant(row, "SuspensionToldAt"),
        },
        RevocationReason = OptionalText(row, "RevocationReason"),
        Suspension = OptionalInstant(row, "SuspendedAt") is { } suspendedAt ? new Suspension(suspendedAt, Required(row, "SuspensionReason")) : null,
        Token = OptionalText(row, "TokenSha256") is { } hash
            ? new LiveToken(hash, Instant(row, "TokenExpiresAt"))
            : null,
        Problems = FromJson(row, "Problems", ReadList<BadgeProblem>) ?? [],
        RemindersStoppedAt = OptionalInstant(row, "RemindersStoppedAt"),
        ClaimableUntil = Instant(row, "ClaimableUntil"),
        CreatedAt = Instant(row, "CreatedAt"),
        StateChangedAt = Instant(row, "StateChangedAt"),
        AcceptedAt = OptionalInstant(row, "AcceptedAt"),
        Credential = FromJson(row, "Credential", text => JsonSerializer.Deserialize<BadgeCredential>(text, Json)),
        IsShared = OptionalFlag(row, "IsShared") ?? false,
        Announcements = FromJson(row, "Announcements", AnnouncementList.Read) ?? [],
        Mails = (FromJson(row, "Mails", ReadList<BadgeMail>) ?? [])
            .ToImmutableSortedDictionary(mail => mail.Kind, mail => mail, StringComparer.Ordinal),
    };

    private static PlatformBadge ReadPlatform(TableEntity row, string id) =>
        new(id, Url(row, "AcceptUrl"), Url(row, "PublicUrl"), Url(row, "ImageUrl"))
        {
            Email = OptionalText(row, "PlatformEmail"),
            State = Named<PlatformState>(row, "PlatformState"),
            IsPublic = OptionalFlag(row, "IsPublic") ?? true,
            Revision = Number(row, "PlatformRevision"),
        };

    private static string BadgeIdOf(TableEntity row) => row.RowKey.Split(':')[1];

    private static IReadOnlyList<T>? ReadList<T>(string text) => JsonSerializer.Deserialize<IReadOnlyList<T>>(text, Json);

    private static T? FromJson<T>(TableEntity row, string column, Func<string, T?> read)
        where T : class
    {
        try
        {
            return OptionalText(row, column) is { } text ? read(text) : null;
        }
        catch (JsonException)
        {
            throw Unreadable(row, column);
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

    private static int Number(TableEntity row, string column) => row[column] is int number ? number : throw Unreadable(row, column);

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

    // Names only: Enum.TryParse alone would also take numbers.
    private static T Named<T>(TableEntity row, string column)
        where T : struct, Enum =>
        OptionalText(row, column) is { } name && Enum.TryParse<T>(name, out var value) && value.ToString() == name ? value : throw Unreadable(row, column);

    private static InvalidDataException Unreadable(TableEntity row, string column) =>
        new($"The row {row.RowKey}: this version cannot read the column {column}.");
}
