using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.OpenBadges;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd.OpenBadges;

/// <summary>Members with credentials, without the journeys that lead to them.</summary>
internal static class IssuedBadges
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>A member without a badge.</summary>
    public static async Task<Member> MemberAsync(BadgeApplication app, Member? member = null)
    {
        member ??= A.Member() with { Id = $"m-{Guid.NewGuid():N}" };
        var known = MemberStore.UpdateOf(null, new KnownMember(member, app.Clock.GetUtcNow()));
        await app.Tables.GetTableClient(BadgeStore.Table).SubmitTransactionAsync(known.Writes);
        return member;
    }

    /// <summary>A badge that the member has accepted, with its credential.</summary>
    public static async Task<Badge> AddAsync(BadgeApplication app, Member member, Func<Badge, Badge>? change = null)
    {
        var achievement = $"issued-{Guid.NewGuid():N}";
        var badge = A.Badge(BadgeState.Accepted) with
        {
            Key = new BadgeKey(member.Id, BadgeKey.BadgeIdOf(achievement)),
            AchievementId = achievement,
            Recipient = Recipient.Of(member),
        };
        badge = change?.Invoke(badge) ?? badge;
        var template = await app.Services.GetRequiredService<BadgeTemplates>().FindAsync(badge.TemplateCode, None);
        badge = badge with { Credential = await app.Services.GetRequiredService<CredentialIssuer>().IssueAsync(badge, template!, None) };
        Assert.NotNull(await app.Badges.TryAddAsync(badge, "issued", [], None));
        Assert.True(await app.Services.GetRequiredService<BadgeLookups>().TryAddAsync(A.Award(achievement) with { Member = member }, None));
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        return (await app.Badges.FindAsync(badge.Key, None))!;
    }
}
