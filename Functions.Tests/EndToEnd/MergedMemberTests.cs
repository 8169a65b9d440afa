using System.Net;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Sandbox.Certification;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>Two members who turn out to be one person.</summary>
public sealed class MergedMemberTests : IAsyncLifetime
{
    private const string Private = "anna@private.example";

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly AwardedMember Anna = new() { Id = "m-anna", GivenName = "Anna", FamilyName = "Roe", Email = "anna@employer.example" };
    private static readonly AwardedMember Former = new() { Id = "m-former", GivenName = "Anna", FamilyName = "Poe", Email = "anna@former.example" };
    private static readonly AwardedMember Third = new() { Id = "CH/3", GivenName = "A.", FamilyName = "Roe", Email = "anna@third.example" };

    private readonly Achievement _level = Achievement.Sample() with { Member = Former, TemplateCode = "level-c-project-manager", Category = "certificate" };

    private BadgeApplication _app = null!;
    private BadgeKey _ofFormer = null!;
    private Uri _link = null!;

    public async Task InitializeAsync()
    {
        _app = await BadgeApplication.StartAsync();
        await _app.AwardAndMailAsync(Achievement.Sample() with { Member = Anna });
        (_ofFormer, _link) = await _app.AwardAndMailAsync(_level);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    private MemberStore Store => _app.Services.GetRequiredService<MemberStore>();

    [Fact]
    public async Task Either_address_opens_the_badges_of_both_and_each_badge_has_its_page()
    {
        await Store.MergeAsync(Former.Id, Anna.Id, None);

        using var former = await Members.SignInAsync(_app, Former.Email);
        Assert.Contains("Signed in as Anna Roe", former.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, former.Page.QuerySelectorAll("button").Count(button => button.TextContent == "CLAIM BADGE"));
        await former.OpenAsync(new Uri($"{_app.Url}/my-badges/{_ofFormer.BadgeId}"), None);
        Assert.Contains($"Issued to {Former.Email}", former.Page.Body!.TextContent, StringComparison.Ordinal);
        using var anna = await Members.SignInAsync(_app, Anna.Email);
        Assert.Equal(2, anna.Page.QuerySelectorAll("button").Count(button => button.TextContent == "CLAIM BADGE"));
    }

    [Fact]
    public async Task A_session_and_a_claim_link_from_before_go_on()
    {
        using var former = await Members.SignInAsync(_app, Former.Email);

        await Store.MergeAsync(Former.Id, Anna.Id, None);

        await former.OpenAsync(new Uri($"{_app.Url}/my-badges"), None);
        Assert.Contains("Signed in as Anna Roe", former.Page.Body!.TextContent, StringComparison.Ordinal);
        await BadgeApplication.AcceptAsync(_link);
        await _app.WorkflowAsync(_ofFormer, BadgeState.Accepted);
    }

    [Fact]
    public async Task Webhooks_for_the_former_id_work_as_before()
    {
        await Store.MergeAsync(Former.Id, Anna.Id, None);

        var (another, _) = await _app.AwardAndMailAsync(Achievement.Sample() with { Member = Former });
        await Members.TellAsync(_app, CertificationNews.MemberUpdated(Former with { Email = "anna@newest.example" }));
        await Members.TellAsync(_app, CertificationNews.Revoked(_level.AchievementId, "It was awarded by mistake."));

        Assert.Equal(BadgeState.Revoked, (await _app.BadgeAsync(_ofFormer, BadgeState.Revoked)).State);
        Assert.Equal("anna@newest.example", (await _app.BadgeAsync(another, badge => badge.Platform?.Revision == 2)).Recipient.Email);
        var account = (await Store.FindAsync(Former.Id, None))!;
        Assert.Equal([Anna.Email, "anna@newest.example"], account.Addresses);
        Assert.Equal(3, (await _app.Badges.OfAccountAsync(account, None)).Count);
        Assert.Empty(await OwnersAsync(Former.Email));
    }

    [Fact]
    public async Task The_primary_address_is_that_of_all_of_the_member_s_ids_and_addresses_that_either_confirmed_are_kept()
    {
        using (var former = await Members.SignInAsync(_app, Former.Email))
        {
            await Members.ConfirmAsync(_app, former, Private);
        }

        await Store.MergeAsync(Former.Id, Anna.Id, None);
        using var anna = await Members.SignInAsync(_app, Private);
        await anna.OpenAsync(new Uri($"{_app.Url}/my-addresses"), None);
        Assert.Equal([Anna.Email, Former.Email, Private], Members.AddressesOn(anna));
        var digest = _app.Services.GetRequiredService<AddressDigest>().Of(Private);
        await anna.PressAsync("Make primary", None, ("address", digest));

        var awarded = await _app.AwardAsync(Achievement.Sample() with { Member = Former });

        Assert.Equal(Private, (await _app.BadgeAsync(awarded, badge => badge.Platform is not null)).Recipient.Email);
    }

    [Fact]
    public async Task A_badge_that_was_sent_to_the_other_id_s_address_follows_when_that_stops_being_the_member_s()
    {
        await Store.MergeAsync(Former.Id, Anna.Id, None);
        using var anna = await Members.SignInAsync(_app, Anna.Email);
        await anna.OpenAsync(new Uri($"{_app.Url}/my-badges/{_ofFormer.BadgeId}"), None);
        await anna.PressAsync("Send it to another address", None, ("address", _app.Services.GetRequiredService<AddressDigest>().Of(Anna.Email)));
        await _app.BadgeAsync(_ofFormer, badge => badge is { Recipient.Email: "anna@employer.example", Platform.Revision: 2 });

        await Members.TellAsync(_app, CertificationNews.MemberUpdated(Anna with { Email = "anna@new.example" }));

        await _app.BadgeAsync(_ofFormer, badge => badge.Recipient.Email == Former.Email && badge.Platform?.Revision == 3);
    }

    [Fact]
    public async Task Merging_again_or_the_other_way_round_changes_nothing_and_nobody_is_merged_with_who_is_not_there()
    {
        var merged = (await Store.MergeAsync(Former.Id, Anna.Id, None))!;

        Assert.Equal(merged.Records, (await Store.MergeAsync(Former.Id, Anna.Id, None))!.Records);
        Assert.Equal(merged.Records, (await Store.MergeAsync(Anna.Id, Former.Id, None))!.Records);
        Assert.Equal(merged.Records, (await Store.MergeAsync(Anna.Id, Anna.Id, None))!.Records);
        Assert.Null(await Store.MergeAsync("nobody", Anna.Id, None));
        Assert.Null(await Store.MergeAsync(Anna.Id, "nobody", None));
    }

    [Fact]
    public async Task Three_are_merged_one_after_the_other_whichever_id_is_named()
    {
        await _app.AwardAndMailAsync(Achievement.Sample() with { Member = Third });
        await Store.MergeAsync(Former.Id, Anna.Id, None);

        await Store.MergeAsync(Former.Id, Third.Id, None);

        foreach (var id in (string[])[Anna.Id, Former.Id, Third.Id])
        {
            Assert.Equal([Third.Id, Anna.Id, Former.Id], (await Store.FindAsync(id, None))!.Records.Select(record => record.Id));
        }

        Assert.Equal(["CH/3"], await OwnersAsync(Former.Email));
    }

    [Fact]
    public async Task Two_opposite_merges_at_once_lead_to_one_account()
    {
        await Task.WhenAll(Store.MergeAsync(Former.Id, Anna.Id, None), Store.MergeAsync(Anna.Id, Former.Id, None));

        var (one, other) = ((await Store.FindAsync(Anna.Id, None))!, (await Store.FindAsync(Former.Id, None))!);
        Assert.Equal(one.Member.Id, other.Member.Id);
        Assert.Equal(2, one.Records.Count);
        Assert.Equal(2, (await _app.Badges.OfAccountAsync(one, None)).Count);
    }

    [Fact]
    public async Task Another_member_s_badge_page_stays_closed_after_a_merge()
    {
        await _app.AwardAndMailAsync(Achievement.Sample() with { Member = Third });
        await Store.MergeAsync(Former.Id, Anna.Id, None);

        Assert.Equal(HttpStatusCode.NotFound, (await SignedIn.GetAsync(_app, Third.Id, $"/my-badges/{_ofFormer.BadgeId}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SignedIn.GetAsync(_app, Former.Id, $"/my-badges/{_ofFormer.BadgeId}")).StatusCode);
    }

    private async Task<IReadOnlyList<string>> OwnersAsync(string address) =>
        [.. (await Store.FindByAddressAsync(_app.Services.GetRequiredService<AddressDigest>().Of(address), None)).Select(account => account.Member.Id)];
}
