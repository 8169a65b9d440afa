using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Credly;
using BadgeFunctions.Sandbox.Faults;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Credly;

/// <summary>Whatever a member does with their accounts on Credly, the badge stays theirs.</summary>
public sealed class CredlyAccountTests
{
    private const string Awarded = "maria.rossi@example.org";
    private const string Private = "m.rossi@example.com";

    [Fact]
    public async Task A_badge_that_is_accepted_by_an_account_with_another_primary_address_is_still_this_member_s()
    {
        await using var app = await BadgeApplication.StartAsync();
        var (badge, _) = await app.AwardAndMailAsync();
        var account = app.Sandbox.Credly.CreateAccount("Maria", "Rossi", Private, "correct horse");
        app.Sandbox.Credly.Save(account with { Emails = [Private, Awarded] });

        app.Sandbox.Credly.SetState(Assert.Single(app.Sandbox.Credly.Badges).Id, CredlyBadgeState.Accepted);

        await app.WorkflowAsync(badge, BadgeState.Accepted);
        Assert.Contains(await app.Badges.OfMemberAsync(badge.MemberId, CancellationToken.None), mine => mine.Key == badge);
    }

    [Fact]
    public async Task An_account_merge_does_not_lose_a_badge_whose_issuing_was_not_answered()
    {
        await using var app = await BadgeApplication.StartAsync();
        app.Sandbox.CredlyWebhooks.Deliver = false;
        app.Sandbox.Faults.Add("POST", "/v1/", new Fault(FaultKind.DropAnswer));
        var badge = await app.AwardAsync();
        await app.BadgeAsync(badge, row => row.Problem is not null);
        Merge(app);

        await app.AdvanceUntilAsync(
            TimeSpan.FromSeconds(5), async () => (await app.Badges.GetAsync(badge, CancellationToken.None)).State is BadgeState.Pending);

        Assert.Single(app.Sandbox.Credly.Badges);
    }

    [Fact]
    public async Task An_account_merge_after_the_acceptance_changes_nothing_here()
    {
        await using var app = await BadgeApplication.StartAsync();
        var (badge, _) = await app.AwardAndMailAsync();
        var there = Assert.Single(app.Sandbox.Credly.Badges).Id;
        app.Sandbox.Credly.SetState(there, CredlyBadgeState.Accepted);
        await app.WorkflowAsync(badge, BadgeState.Accepted);

        Merge(app);
        app.Sandbox.Credly.SetHidden(there, isHidden: true);

        // What the merged account does with the badge still reaches us.
        var hidden = await app.BadgeAsync(badge, row => row.Platform is { IsPublic: false });
        Assert.Equal(BadgeState.Accepted, hidden.State);
        app.Sandbox.Credly.SetHidden(there, isHidden: false);
        await app.BadgeAsync(badge, row => row.Platform is { IsPublic: true });
    }

    [Fact]
    public async Task Who_accepts_automatically_with_a_second_address_needs_no_claim()
    {
        await using var app = await BadgeApplication.StartAsync();
        var account = app.Sandbox.Credly.CreateAccount("Maria", "Rossi", Private, "correct horse");
        app.Sandbox.Credly.Save(account with { Emails = [Private, Awarded], AutoAccept = true });

        var badge = await app.AwardAsync();

        await app.WorkflowAsync(badge, BadgeState.Accepted);
        await app.MailAsync(mail => mail.Categories.Single() == BadgeMail.Accepted);
        Assert.Single(app.Sandbox.Mailbox.Mails);
    }

    private static void Merge(BadgeApplication app)
    {
        var first = app.Sandbox.Credly.CreateAccount("Maria", "Rossi", Awarded, "correct horse");
        var second = app.Sandbox.Credly.CreateAccount("Maria", "Rossi", Private, "correct horse");
        Assert.NotNull(app.Sandbox.Credly.Merge(second.Id, first.Id));
    }
}
