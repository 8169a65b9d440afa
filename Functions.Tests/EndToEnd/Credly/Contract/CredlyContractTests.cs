using System.Net;
using BadgeFunctions.Functions.Credly;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Credly.Contract;

/// <summary>What the product relies on in Credly's API, checked against the stand-in and, unchanged, against Credly's sandbox.</summary>
public sealed class CredlyContractTests
{
    [Theory]
    [StandInData]
    [CredlySandboxData]
    public async Task A_badge_is_issued_pending_and_read_back(string target)
    {
        await using var credly = await CredlyTarget.OpenAsync(target);
        var order = credly.Order();

        var issued = await credly.IssueAsync(order);
        var read = await credly.Client.GetBadgeAsync(issued.Id, CancellationToken.None);

        Assert.Equal("pending", issued.State);
        Assert.NotNull(issued.AcceptBadgeUrl);
        Assert.Equal(order.IssuerEarnerId, issued.IssuerEarnerId);
        Assert.Equal((issued.Id, issued.State, order.IssuerEarnerId), (read.Data?.Id, read.Data?.State, read.Data?.IssuerEarnerId));
    }

    [Theory]
    [StandInData]
    [CredlySandboxData]
    public async Task A_second_badge_of_the_template_for_the_address_is_refused_as_a_duplicate(string target)
    {
        await using var credly = await CredlyTarget.OpenAsync(target);
        var order = credly.Order();
        await credly.IssueAsync(order);

        var again = await credly.Client.IssueAsync(order with { IssuerEarnerId = "another" }, CancellationToken.None);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Contains("already", again.Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [StandInData]
    [CredlySandboxData]
    public async Task A_badge_is_found_by_template_and_our_id_or_recipient(string target)
    {
        await using var credly = await CredlyTarget.OpenAsync(target);
        var order = credly.Order();
        var issued = await credly.IssueAsync(order);
        var query = new CredlyBadgeQuery { BadgeTemplateId = credly.TemplateId, Sort = "-created_at" };

        var found = await credly.Client.ListBadgesAsync(query with { RecipientEmail = order.RecipientEmail }, 1, CancellationToken.None);
        var byId = await credly.Client.ListBadgesAsync(query with { IssuerEarnerId = order.IssuerEarnerId }, 1, CancellationToken.None);

        Assert.Equal(issued.Id, Assert.Single(found.Data!.Items).Id);
        Assert.True(found.Data.IsLast);
        Assert.Equal(issued.Id, Assert.Single(byId.Data!.Items).Id);
    }

    [Theory]
    [StandInData]
    [CredlySandboxData]
    public async Task Badges_are_listed_by_when_their_state_changed(string target)
    {
        await using var credly = await CredlyTarget.OpenAsync(target);
        var first = await credly.IssueAsync(credly.Order());
        var second = await credly.IssueAsync(credly.Order());
        var third = await credly.IssueAsync(credly.Order());
        await credly.Client.RevokeAsync(second.Id, new CredlyRevocation("Contract test", true), CancellationToken.None);
        await credly.Client.RevokeAsync(first.Id, new CredlyRevocation("Contract test", true), CancellationToken.None);

        var changed = new CredlyBadgeQuery { States = ["accepted", "rejected", "revoked"], Sort = "-state_updated_at" };
        var page = await credly.Client.ListBadgesAsync(changed, 1, CancellationToken.None);

        string[] ours = [first.Id, second.Id, third.Id];
        Assert.Equal(ours[..2], page.Data!.Items.Select(badge => badge.Id).Where(ours.Contains));
        Assert.All(page.Data.Items, badge => Assert.NotNull(badge.StateUpdatedAt));
    }

    [Theory]
    [StandInData]
    [CredlySandboxData]
    public async Task A_badge_is_revoked_with_its_reason(string target)
    {
        await using var credly = await CredlyTarget.OpenAsync(target);
        var issued = await credly.IssueAsync(credly.Order());

        var revoked = await credly.Client.RevokeAsync(issued.Id, new CredlyRevocation("Contract test", true), CancellationToken.None);

        Assert.Equal(("revoked", "Contract test"), (revoked.Data?.State, revoked.Data?.RevocationReason));
    }

    [Theory]
    [StandInData]
    [CredlySandboxData]
    public async Task A_badge_that_is_replaced_leads_to_what_replaced_it(string target)
    {
        await using var credly = await CredlyTarget.OpenAsync(target);
        var order = credly.Order();
        var issued = await credly.IssueAsync(order);

        var replaced = await credly.Client.ReplaceAsync(issued.Id, order with { IssuedToLastName = "Corrected" }, CancellationToken.None);

        Assert.True(replaced.Data is not null, replaced.Reason);
        credly.Remember(replaced.Data!);
        var old = await credly.Client.GetBadgeAsync(issued.Id, CancellationToken.None);
        Assert.Equal(replaced.Data!.Id, old.Data?.ReplacementBadgeId ?? issued.Id);
        Assert.Equal("pending", replaced.Data.State);
    }

    [Theory]
    [StandInData]
    [CredlySandboxData]
    public async Task A_pending_badge_is_replaced_with_another_address(string target)
    {
        await using var credly = await CredlyTarget.OpenAsync(target);
        var order = credly.Order();
        var issued = await credly.IssueAsync(order);

        var replaced = await credly.Client.ReplaceAsync(issued.Id, order with { RecipientEmail = $"moved.{order.RecipientEmail}" }, CancellationToken.None);

        Assert.True(replaced.Data is not null, replaced.Reason);
        Assert.Equal($"moved.{order.RecipientEmail}", credly.Remember(replaced.Data!).RecipientEmail);
    }

    [Theory]
    [StandInData]
    [CredlySandboxData]
    public async Task A_badge_that_was_replaced_is_not_revoked_and_not_replaced_again_but_names_what_replaced_it(string target)
    {
        await using var credly = await CredlyTarget.OpenAsync(target);
        var order = credly.Order();
        var issued = await credly.IssueAsync(order);
        var replaced = credly.Remember((await credly.Client.ReplaceAsync(issued.Id, order, CancellationToken.None)).Data!);

        var again = await credly.Client.ReplaceAsync(issued.Id, order, CancellationToken.None);
        var revoked = await credly.Client.RevokeAsync(issued.Id, new CredlyRevocation("Contract test", true), CancellationToken.None);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, replaced.Id), (again.Status, again.CurrentBadgeId));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, revoked.Status);
    }

    [Theory]
    [StandInData]
    [CredlySandboxData]
    public async Task The_token_that_is_used_is_among_the_organization_s(string target)
    {
        await using var credly = await CredlyTarget.OpenAsync(target);

        var tokens = await credly.Client.ListTokensAsync(1, CancellationToken.None);

        Assert.Single(tokens.Data!.Items, token => token.Token == credly.Token);
    }

    [Theory]
    [StandInData]
    [CredlySandboxData]
    public async Task A_badge_that_is_deleted_is_not_found(string target)
    {
        await using var credly = await CredlyTarget.OpenAsync(target);
        var issued = await credly.IssueAsync(credly.Order());

        var deleted = await credly.Client.DeleteAsync(issued.Id, CancellationToken.None);

        Assert.False(deleted.IsRefusal, deleted.Reason);
        Assert.Equal(HttpStatusCode.NotFound, (await credly.Client.GetBadgeAsync(issued.Id, CancellationToken.None)).Status);
    }

    [Theory]
    [StandInData]
    [CredlySandboxData]
    public async Task What_happens_is_in_the_feed_and_each_event_is_read_by_its_id(string target)
    {
        await using var credly = await CredlyTarget.OpenAsync(target);
        var issued = await credly.IssueAsync(credly.Order());

        var page = await credly.Client.ListEventsAsync(1, CancellationToken.None);
        var told = page.Data!.Items.First(one => one.Badge?.Id == issued.Id);
        var read = await credly.Client.GetEventAsync(told.Id, CancellationToken.None);

        Assert.Equal(CredlyEventTypes.Created, told.EventType);
        Assert.NotNull(told.OccurredAt);
        Assert.Equal((told.Id, issued.Id), (read.Data?.Id, read.Data?.Badge?.Id));
        Assert.Equal(HttpStatusCode.NotFound, (await credly.Client.GetEventAsync(Guid.NewGuid().ToString(), CancellationToken.None)).Status);
    }

    [Theory]
    [StandInData]
    [CredlySandboxData]
    public async Task Templates_say_their_state_image_and_skills(string target)
    {
        await using var credly = await CredlyTarget.OpenAsync(target);

        var page = await credly.Client.ListTemplatesAsync(1, CancellationToken.None);
        var one = await credly.Client.GetTemplateAsync(credly.TemplateId, CancellationToken.None);

        Assert.NotEmpty(page.Data!.Items);
        Assert.Equal((credly.TemplateId, "active"), (one.Data?.Id, one.Data?.State));
        Assert.NotNull(one.Data!.ImageUrl);
        Assert.False(string.IsNullOrWhiteSpace(one.Data.Name));
    }

    [Theory]
    [StandInData]
    [CredlySandboxData]
    public async Task The_organization_says_its_name(string target)
    {
        await using var credly = await CredlyTarget.OpenAsync(target);

        Assert.False(string.IsNullOrWhiteSpace((await credly.Client.GetOrganizationAsync(CancellationToken.None)).Data?.Name));
    }

    [Theory]
    [StandInData]
    [CredlySandboxData]
    public async Task What_is_wrong_is_said_with_the_status_and_the_attribute(string target)
    {
        await using var credly = await CredlyTarget.OpenAsync(target);

        var invalid = await credly.Client.IssueAsync(credly.Order() with { RecipientEmail = "no address" }, CancellationToken.None);
        var noTemplate = await credly.Client.IssueAsync(credly.Order() with { BadgeTemplateId = Guid.NewGuid().ToString() }, CancellationToken.None);
        var stranger = await credly.Stranger().GetOrganizationAsync(CancellationToken.None);
        var nothing = await credly.Client.GetBadgeAsync(Guid.NewGuid().ToString(), CancellationToken.None);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, invalid.Status);
        Assert.Contains("email", invalid.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.True(noTemplate.IsRefusal, noTemplate.Reason);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.Status);
        Assert.Equal(HttpStatusCode.NotFound, nothing.Status);
    }
}
