using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Azure;

namespace BadgeFunctions.Functions.Badges;

/// <summary>One badge of one member, with its e-mails: what a step reads at once and writes at once.</summary>
public sealed record Badge
{
    /// <summary>Partition and row.</summary>
    public required BadgeKey Key { get; init; }

    /// <summary>The row's version; every write that depends on this record carries it.</summary>
    public ETag ETag { get; init; }

    /// <summary>The certification system's own id of what was achieved.</summary>
    public required string AchievementId { get; init; }

    /// <summary>The badge template's code.</summary>
    public required string TemplateCode { get; init; }

    /// <summary>The section of "My badges".</summary>
    public required BadgeCategory Category { get; init; }

    /// <summary>The badge's name when it was awarded.</summary>
    public required string Name { get; init; }

    /// <summary>The recipient as awarded.</summary>
    public required Recipient Recipient { get; init; }

    /// <summary>Whether the member has chosen the address that it goes to: then the certification system's word on their address does not change it.</summary>
    public bool IsAddressChosen { get; init; }

    /// <summary>The day of the achievement.</summary>
    public required DateOnly AwardedOn { get; init; }

    /// <summary>The last day of validity; null when the badge does not expire.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>Where the evidence can be read.</summary>
    public Uri? Evidence { get; init; }

    /// <summary>What came of the assessments that led to it: for its member alone.</summary>
    public IReadOnlyList<AwardResult> Results { get; init; } = [];

    /// <summary>Where the badge stands.</summary>
    public required BadgeState State { get; init; }

    /// <summary>The badge on the platform, once it is known there.</summary>
    public PlatformBadge? Platform { get; init; }

    /// <summary>Which platform that is.</summary>
    public PlatformName PlatformName { get; init; }

    /// <summary>What was tried last on the platform: from then on its outcome may be unknown.</summary>
    public PlatformAttempt? Attempt { get; init; }

    /// <summary>
    /// Counts what the badge said, from 1: a correction, a renewal or another address begins the next revision, and so does a badge that
    /// somebody put in its place on the platform and that has to be accepted anew.
    /// </summary>
    public int Revision { get; init; } = 1;

    /// <summary>What <see cref="Revision"/> says otherwise than what the member was last told.</summary>
    public BadgeChanges Changes { get; init; }

    /// <summary>When the certification system said what this row says; an earlier word that arrives later is old.</summary>
    public AwardTimes Told { get; init; } = new(null, null, null);

    /// <summary>Why the badge was taken back.</summary>
    public string? RevocationReason { get; init; }

    /// <summary>That it is not valid for the time being, whatever its <see cref="State"/>; null when it is not suspended.</summary>
    public Suspension? Suspension { get; init; }

    /// <summary>The token that is live, when <see cref="State"/> is <see cref="BadgeState.TokenIssued"/>.</summary>
    public LiveToken? Token { get; init; }

    /// <summary>The steps that could not be done, and when each is tried again.</summary>
    public IReadOnlyList<BadgeProblem> Problems { get; init; } = [];

    /// <summary>That the platform may show the badge differently; null once it has been read since.</summary>
    public PlatformNews? News { get; init; }

    /// <summary>When the platform last answered about the badge.</summary>
    public DateTimeOffset? SyncedAt { get; init; }

    /// <summary>The e-mails about the badge, by kind.</summary>
    public ImmutableSortedDictionary<string, BadgeMail> Mails { get; init; } = BadgeMail.None;

    /// <summary>When the member said that they want no more reminders of it.</summary>
    public DateTimeOffset? RemindersStoppedAt { get; init; }

    /// <summary>Until when the member can claim.</summary>
    public required DateTimeOffset ClaimableUntil { get; init; }

    /// <summary>When the badge was recorded here.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the state changed last.</summary>
    public required DateTimeOffset StateChangedAt { get; init; }

    /// <summary>When the member accepted, as the platform says.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>The Open Badges credential that was issued for it last; null before.</summary>
    public BadgeCredential? Credential { get; init; }

    /// <summary>Whether its member shows it to everybody: their choice, and private until they make it.</summary>
    public bool IsShared { get; init; }

    /// <summary>
    /// The page on which everybody can see it now, Credly's or ours; null while it is not accepted, or its member keeps it private there.
    /// </summary>
    public Uri? VisibleUrl =>
        State is BadgeState.Accepted && Platform is { IsPublic: true } platform && (IsShared || PlatformName is PlatformName.Credly) ? platform.PublicUrl : null;

    /// <summary>What the certification system has yet to be told; saved with the change that it tells of.</summary>
    public IReadOnlyList<Announcement> Announcements { get; init; } = [];

    /// <summary>This badge after <paramref name="happened"/>, or null when that cannot happen now. Leaving TokenIssued drops the token.</summary>
    public Badge? After(BadgeEvent happened, DateTimeOffset now) =>
        BadgeLifecycle.Next(State, happened) is { } next
            ? this with { State = next, StateChangedAt = now, Token = next is BadgeState.TokenIssued ? Token : null }
            : null;

    /// <summary>The problem that an administrator looks at first; null for none.</summary>
    public BadgeProblem? Problem => Problems is [var first, ..] ? first : null;

    /// <summary>The problem of a step, if it has one.</summary>
    public BadgeProblem? ProblemOf(BadgeStep step) => Problems.FirstOrDefault(problem => problem.Step == step);

    /// <summary>This badge with the reason why <paramref name="step"/> could not be done, and when it is tried again.</summary>
    public Badge WithProblem(BadgeStep step, string reason, TimeSpan? pause, DateTimeOffset now, BadgeBlock? block = null)
    {
        var known = ProblemOf(step);
        var failures = (known?.Failures ?? 0) + 1;
        var problem = new BadgeProblem(step, reason, known?.Since ?? now, failures, now + (pause ?? BadgeProblem.PauseAfter(failures))) { Block = block };
        return this with { Problems = [.. Problems.Where(other => other.Step != step), problem] };
    }

    /// <summary>This badge once these steps were done, or need not be done any more.</summary>
    public Badge WithoutProblem(params ReadOnlySpan<BadgeStep> steps)
    {
        var solved = steps.ToArray();
        return Problems.Any(problem => solved.Contains(problem.Step))
            ? this with { Problems = [.. Problems.Where(problem => !solved.Contains(problem.Step))] }
            : this;
    }

    /// <summary>
    /// The address that it is issued to. Of a settled badge that is the platform's word: what is mailed about it goes to an address that has changed
    /// since, and the platform's badge does not.
    /// </summary>
    public string IssuedTo => BadgeLifecycle.IsSettled(State) ? Platform?.Email ?? Recipient.Email : Recipient.Email;

    /// <summary>Why it cannot be issued; null when it was, or may be.</summary>
    public BadgeBlock? Block => State is BadgeState.Issuing ? ProblemOf(BadgeStep.IssueBadge)?.Block : null;

    /// <summary>This badge with one of its e-mails changed.</summary>
    public Badge With(BadgeMail mail) => this with { Mails = Mails.SetItem(mail.Kind, mail) };
}

/// <summary>What a correction, a renewal or a change of the member has changed of a badge. As text in tables.</summary>
[Flags]
public enum BadgeChanges
{
    /// <summary>Nothing that is known.</summary>
    None = 0,

    /// <summary>The member's name.</summary>
    Name = 1,

    /// <summary>The address that it goes to.</summary>
    Address = 2,

    /// <summary>The day of the achievement.</summary>
    AwardedOn = 4,

    /// <summary>The last day of validity.</summary>
    ExpiresOn = 8,

    /// <summary>The evidence.</summary>
    Evidence = 16,

    /// <summary>The results.</summary>
    Results = 32,
}

/// <summary>Who a badge was awarded to, under the name and address of that day.</summary>
public sealed record Recipient(string GivenName, string FamilyName, string Email, string Locale)
{
    /// <summary>The decentralized identifier that they go by in credentials; null when none is known.</summary>
    public string? Did { get; init; }

    /// <summary>A member as they are known now.</summary>
    public static Recipient Of(Member member) => new(member.GivenName, member.FamilyName, member.Email, member.Locale) { Did = member.Did };

    /// <summary>The name as its owner writes it, everywhere: the family name first where that is the custom; of who has one name alone, that.</summary>
    public string FullName => (IsEastAsian, IsFamilyNameFirst) switch
    {
        (true, _) => FamilyName + GivenName,
        (_, true) => $"{FamilyName} {GivenName}".Trim(),
        _ => $"{GivenName} {FamilyName}".Trim(),
    };

    /// <summary>The name by which e-mails greet.</summary>
    public string GreetingName => IsEastAsian ? FullName : GivenName.Length > 0 ? GivenName : FamilyName;

    // Chinese, Japanese and Korean names in their own script; in Latin letters their owners write them either way, mostly as in English.
    private bool IsEastAsian => IsEastAsianScript(GivenName) && IsEastAsianScript(FamilyName);

    private bool IsFamilyNameFirst => Locale.Split('-')[0].ToLowerInvariant() is "hu" or "vi";

    // Kana, ideographs and Hangul. Source: the blocks of the Unicode Character Database.
    private static bool IsEastAsianScript(string name) =>
        name.EnumerateRunes().FirstOrDefault().Value is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7AF) or (>= 0x20000 and <= 0x3FFFF);
}

/// <summary>The badge on the credential platform.</summary>
/// <param name="Id">The platform's id.</param>
/// <param name="AcceptUrl">Where the member accepts it; null once that is done.</param>
/// <param name="PublicUrl">Its public page.</param>
/// <param name="ImageUrl">Its image; platforms move them, so read it anew rather than build it.</param>
public sealed record PlatformBadge(string Id, Uri? AcceptUrl, Uri? PublicUrl, Uri? ImageUrl)
{
    /// <summary>The address that it was issued to there; null where the platform does not say.</summary>
    public string? Email { get; init; }

    /// <summary>Its state there, as it was seen last.</summary>
    public PlatformState State { get; init; }

    /// <summary>Whether the platform lets anybody see <see cref="PublicUrl"/>; on Credly its earner decides, here <see cref="Badge.IsShared"/> does.</summary>
    public bool IsPublic { get; init; } = true;

    /// <summary>The <see cref="Badge.Revision"/> that it shows.</summary>
    public int Revision { get; init; } = 1;
}

/// <summary>An Open Badges credential that was issued for a badge.</summary>
/// <param name="List">The number of the status list that it stands in.</param>
/// <param name="Index">Its bit there.</param>
/// <param name="Revision">The <see cref="Badge.Revision"/> that it says.</param>
/// <param name="IsRevoked">Whether that bit is set.</param>
public sealed record BadgeCredential(int List, int Index, int Revision, bool IsRevoked = false)
{
    /// <summary>When it was issued.</summary>
    public DateTimeOffset IssuedAt { get; init; }
}

/// <summary>A change on the platform that was tried.</summary>
/// <param name="At">When the badge was first issued, or tried to be.</param>
/// <param name="Revision">The <see cref="Badge.Revision"/> that was sent.</param>
public sealed record PlatformAttempt(DateTimeOffset At, int Revision);

/// <summary>That the platform may show a badge differently.</summary>
/// <param name="At">When we learned of it.</param>
/// <param name="IsDeletion">Whether the platform said that the badge was deleted there.</param>
public sealed record PlatformNews(DateTimeOffset At, bool IsDeletion)
{
    /// <summary>News that comes after other news. Its time is always later, so that the row's version tells whoever is asking the platform.</summary>
    internal static PlatformNews After(PlatformNews? before, bool isDeletion, DateTimeOffset now) =>
        before is null
            ? new PlatformNews(now, isDeletion)
            : new PlatformNews(now > before.At ? now : before.At.AddTicks(1), isDeletion || before.IsDeletion);
}

/// <summary>A token that is live: only its digest is kept.</summary>
/// <param name="Sha256">The SHA-256 of the token, base64.</param>
/// <param name="ExpiresAt">The first instant at which it is no longer valid.</param>
public sealed record LiveToken(string Sha256, DateTimeOffset ExpiresAt);

/// <summary>Why a step waits.</summary>
/// <param name="Step">The step that could not be done.</param>
/// <param name="Reason">What the other side said, for an administrator.</param>
/// <param name="Since">When it first failed.</param>
/// <param name="Failures">How often in a row it has failed.</param>
/// <param name="RetryAt">When it is tried again.</param>
public sealed record BadgeProblem(BadgeStep Step, string Reason, DateTimeOffset Since, int Failures, DateTimeOffset RetryAt)
{
    /// <summary>The pause after a refusal: it goes through by itself within a day of its cause being repaired.</summary>
    public static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromDays(1);

    /// <summary>Of a badge that cannot be issued until somebody does something: why; null while trying again may help.</summary>
    public BadgeBlock? Block { get; init; }

    private static readonly TimeSpan First = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>The pause after so many failures in a row, where the other side asked for none.</summary>
    public static TimeSpan PauseAfter(int failures) =>
        TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Min(failures - 1, 16)));
}

/// <summary>Why a badge cannot be issued. As text in JSON and tables.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BadgeBlock>))]
public enum BadgeBlock
{
    /// <summary>The platform has a badge of this template for this address already.</summary>
    Duplicate,

    /// <summary>The platform refused it, or its template is gone.</summary>
    Refused,
}
