using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Members;
using BadgeFunctions.Functions.Tests.Web;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.Members;

/// <summary>What a member reads about the e-mails about a badge.</summary>
public sealed class BadgeMailListTests
{
    private static readonly ClaimOptions Claims = new();
    private static readonly BadgeMail Mail = new(BadgeMail.Claim, BadgeMailState.Sent, A.Now) { Attempts = 1, Address = "maria.rossi@example.org" };

    // Enums of the app are internal, so they travel as text.
    [Theory]
    [InlineData("Sending", 0, "On its way")]
    [InlineData("Sent", 0, "On its way")]
    [InlineData("Sent", 3, "Sent. Nobody has told us whether it arrived.")]
    [InlineData("Delivered", 3, "Delivered")]
    [InlineData("Bounced", 0, "It came back.")]
    [InlineData("NotSent", 0, "On its way")]
    public void What_became_of_an_e_mail_is_said_in_plain_words(string state, int daysLater, string expected) => Assert.Equal(
        expected, Assert.Single(Of(A.Badge().With(Mail with { State = Enum.Parse<BadgeMailState>(state) }), A.Now.AddDays(daysLater)).Mails).State);

    [Fact]
    public void An_e_mail_that_a_server_does_not_take_yet_is_being_tried()
    {
        var deferred = A.Badge().With(Mail with { DeferredAt = A.Now });

        Assert.Equal("Your mail server is not taking it yet. We keep trying.", Assert.Single(Of(deferred).Mails).State);
        Assert.Equal("Delivered", Assert.Single(Of(deferred.With(Mail with { DeferredAt = A.Now, State = BadgeMailState.Delivered })).Mails).State);
    }

    [Theory]
    [InlineData("bounce", "It came back: 550 5.1.1 nobody of that name")]
    [InlineData("blocked", "It came back: 550 5.1.1 nobody of that name")]
    [InlineData("dropped", "It could not be delivered: 550 5.1.1 nobody of that name")]
    public void One_that_did_not_arrive_says_why_in_the_other_side_s_words(string bounce, string expected)
    {
        var bounced = Mail with { State = BadgeMailState.Bounced, Reason = "550 5.1.1 nobody\u202E of that name\r\n", Bounce = new MailBounce(bounce, A.Now) };

        Assert.Equal(expected, Assert.Single(Of(A.Badge().With(bounced)).Mails).State);
    }

    [Fact]
    public void One_that_SendGrid_did_not_take_says_where_it_goes_and_that_it_is_tried_again()
    {
        var line = Assert.Single(Of(A.Badge().With(Mail with { State = BadgeMailState.NotSent, Reason = "SendGrid answered 503" })).Mails);

        Assert.Equal(("To maria.rossi@example.org", "We could not send it yet. We keep trying."), (line.When, line.State));
    }

    [Fact]
    public void Each_says_where_it_went_and_when_and_the_newest_comes_first()
    {
        var badge = A.Badge()
            .With(Mail)
            .With(Mail with { Kind = BadgeMail.Reminder(1), AttemptedAt = A.Now.AddDays(7) })
            .With(Mail with { Kind = BadgeMail.Again(1), AttemptedAt = A.Now.AddDays(8) })
            .With(Mail with { Kind = BadgeMail.Update(2), AttemptedAt = A.Now.AddDays(9), Address = "maria@new.example" });

        Assert.Equal(
            [
                ("The e-mail that says what has changed", "Sent to maria@new.example on 6 May 2021 at 09:00 UTC"),
                ("The e-mail with the link to claim it, once more", "Sent to maria.rossi@example.org on 5 May 2021 at 09:00 UTC"),
                ("A reminder", "Sent to maria.rossi@example.org on 4 May 2021 at 09:00 UTC"),
                ("The e-mail with the link to claim it", "Sent to maria.rossi@example.org on 27 April 2021 at 09:00 UTC"),
            ],
            Of(badge).Mails.Select(line => (line.Kind, line.When)));
    }

    [Fact]
    public void One_of_an_earlier_version_which_kept_no_address_says_when_it_was_sent() =>
        Assert.Equal("Sent on 27 April 2021 at 09:00 UTC", Assert.Single(Of(A.Badge()).Mails).When);

    [Fact]
    public void The_claim_e_mail_can_be_sent_again_unless_one_went_out_a_moment_ago_or_nothing_can_be_claimed()
    {
        var open = Of(A.Badge(), A.Now.AddMinutes(5));
        Assert.Equal(($"/my-badges/{A.Badge().Key.BadgeId}/e-mail", false), (open.SendAgainPath, open.IsJustSent));
        var justSent = Of(A.Badge(), A.Now.AddMinutes(4));
        Assert.Equal((null, true), (justSent.SendAgainPath, justSent.IsJustSent));
        var accepted = Of(A.Badge(BadgeState.Accepted), A.Now.AddMinutes(5));
        Assert.Equal((null, false), (accepted.SendAgainPath, accepted.IsJustSent));
    }

    [Fact]
    public async Task What_a_mail_server_says_is_text_on_the_page()
    {
        await using var services = WebServices.Create();
        var bounced = Mail with { State = BadgeMailState.Bounced, Reason = WebServices.Hostile };

        var html = await services.GetRequiredService<PageRenderer>().HtmlAsync<BadgeMailList>(Of(A.Badge().With(bounced), A.Now.AddHours(1)));

        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.Contains("<h2 id=\"e-mails-heading\">E-mails about this badge</h2>", html, StringComparison.Ordinal);
        Assert.Contains(">Send the e-mail again</button>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_badge_without_e_mails_has_no_such_section()
    {
        await using var services = WebServices.Create();

        var html = await services.GetRequiredService<PageRenderer>().HtmlAsync<BadgeMailList>(Of(A.Badge() with { Mails = BadgeMail.None }));

        Assert.DoesNotContain("<section", html, StringComparison.Ordinal);
    }

    private static BadgeMailListModel Of(Badge badge, DateTimeOffset? now = null) => BadgeMailListModel.Of(badge, Claims, now ?? A.Now, "form-value");
}
