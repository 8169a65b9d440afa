using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Members;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Inbox;
using BadgeFunctions.Sandbox.Journey;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>Whose badges an address opens, and how often a link to them can be asked for.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private const string Employer = "anna@employer.example";
    private const string Private = "anna@private.example";

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly AwardedMember Anna = new() { Id = "m-anna", GivenName = "Anna", FamilyName = "Roe", Email = Employer };
    private static readonly AwardedMember Bert = new() { Id = "m-bert", GivenName = "Bert", FamilyName = "Doe", Email = Employer };

    private BadgeApplication _app = null!;

    public async Task InitializeAsync() => _app = await BadgeApplication.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_former_address_gets_the_same_answer_and_no_email()
    {
        await AwardAsync(Anna);
        await MoveAsync(Anna, Private);

        var former = await Members.AskAsync(_app, Employer);
        var present = await Members.AskAsync(_app, Private);

        Assert.Equal(present, former);
        Assert.Equal(Private, (await SignInMailAsync()).ToAddress);
        Assert.Single(await StartedAsync());
    }

    [Fact]
    public async Task An_address_that_another_member_has_now_opens_that_member_s_badges_alone()
    {
        await AwardAsync(Anna);
        await MoveAsync(Anna, Private);
        await AwardAsync(Bert, "level-c-project-manager", "certificate");

        using var bert = await Members.SignInAsync(_app, Employer);

        Assert.Contains("No badges at the moment", SectionOf(bert, "Event Badges"), StringComparison.Ordinal);
        Assert.Contains("CLAIM BADGE", SectionOf(bert, "Certificate Badges"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Members_who_share_an_address_get_one_email_that_names_them_with_a_link_each()
    {
        await AwardAsync(Bert, "level-c-project-manager", "certificate");
        await AwardAsync(Anna);

        await Members.AskAsync(_app, Employer);

        var mail = await SignInMailAsync();
        var links = mail.Text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Contains("/sign-in/", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, links.Count);
        Assert.Contains($"Anna Roe:\n{links[0]}", mail.Text, StringComparison.Ordinal);
        Assert.Contains($"Bert Doe:\n{links[1]}", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Sign in as Anna Roe", mail.Html, StringComparison.Ordinal);
        using var anna = await OpenAsync(new Uri(links[0]));
        Assert.Contains("CLAIM BADGE", SectionOf(anna, "Event Badges"), StringComparison.Ordinal);
        using var bert = await OpenAsync(new Uri(links[1]));
        Assert.Contains("CLAIM BADGE", SectionOf(bert, "Certificate Badges"), StringComparison.Ordinal);
        Assert.Single(_app.Sandbox.Mailbox.Mails, IsSignIn);
    }

    [Fact]
    public async Task A_session_ends_when_the_address_that_opened_it_stops_being_the_member_s()
    {
        await AwardAsync(Anna);
        using var anna = await Members.SignInAsync(_app, Employer);

        await MoveAsync(Anna, Private);

        await anna.OpenAsync(new Uri($"{_app.Url}/my-badges"), None);
        Assert.Equal("/sign-in", anna.Address.AbsolutePath);
    }

    [Fact]
    public async Task Signing_in_replaces_the_session_that_the_browser_came_with()
    {
        await AwardAsync(Anna with { Email = Private });
        await AwardAsync(Bert, "level-c-project-manager", "certificate");
        using var browser = await Members.SignInAsync(_app, Private);
        Assert.Contains("Signed in as Anna Roe", browser.Page.Body!.TextContent, StringComparison.Ordinal);

        await Members.AskAsync(_app, Employer);
        var mail = await _app.MailAsync(mail => IsSignIn(mail) && mail.ToAddress == Employer);
        await browser.OpenAsync(BadgeApplication.LinkIn(mail, "/sign-in/"), None);
        await browser.PressAsync("Sign in", None);

        Assert.Contains("Signed in as Bert Doe", browser.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Anna", browser.Page.Body.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_link_that_was_mailed_to_a_former_address_no_longer_works_also_on_a_page_that_was_open()
    {
        await AwardAsync(Anna);
        await Members.AskAsync(_app, Employer);
        var link = BadgeApplication.LinkIn(await SignInMailAsync(), "/sign-in/");
        using var open = new MemberBrowser();
        await open.OpenAsync(link, None);

        await MoveAsync(Anna, Private);

        Assert.Contains("410", (await Assert.ThrowsAsync<InvalidOperationException>(() => open.PressAsync("Sign in", None))).Message, StringComparison.Ordinal);
        Assert.Contains("410", (await Assert.ThrowsAsync<InvalidOperationException>(() => open.OpenAsync(link, None))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_award_to_another_address_moves_the_member_s_other_badges_there()
    {
        var (first, link) = await _app.AwardAndMailAsync(Achievement.Sample() with { Member = Anna });

        await AwardAsync(Anna with { Email = Private }, "level-c-project-manager", "certificate");

        await _app.BadgeAsync(first, badge => badge.Platform?.Revision == 2);
        Assert.Equal(Private, _app.Sandbox.Credly.Badges.Single(badge => badge.IssuerEarnerId == first.BadgeId && badge.ReplacedBy is null).RecipientEmail);
        Assert.Equal(System.Net.HttpStatusCode.Gone, (await _app.Client.GetAsync(link)).StatusCode);
        await _app.MailAsync(mail => mail.ToAddress == Private && mail.CustomArgs.GetValueOrDefault("delivery_id") == $"{first.BadgeId}-update-2");
    }

    [Fact]
    public async Task An_address_that_changes_while_an_award_is_recorded_is_the_award_s_too()
    {
        await AwardAsync(Anna);
        _app.TableCalls.BeforeFirst(
            write => write.Contains("level-c-project-manager", StringComparison.Ordinal) && write.Contains("\"State\":\"Issuing\"", StringComparison.Ordinal),
            () =>
            {
                _app.Clock.Advance(TimeSpan.FromSeconds(1));
                return TellAsync(CertificationNews.MemberUpdated(Anna with { Email = Private }));
            });

        var second = await _app.AwardAsync(
            Achievement.Sample() with { Member = Anna, TemplateCode = "level-c-project-manager", Category = "certificate" });

        await _app.MailAsync(mail => mail.CustomArgs.GetValueOrDefault("delivery_id") == $"{second.BadgeId}-claim");
        Assert.Equal(Private, (await _app.BadgeAsync(second, BadgeState.Pending)).Recipient.Email);
    }

    [Fact]
    public async Task A_correction_of_the_address_is_the_last_word_on_the_member()
    {
        var achievement = Achievement.Sample() with { Member = Anna };
        var (badge, _) = await _app.AwardAndMailAsync(achievement);
        await TellAsync(CertificationNews.Corrected(achievement with { Member = Anna with { Email = Private } }));
        await _app.BadgeAsync(badge, one => one.Platform?.Revision == 2);

        await Members.AskAsync(_app, Employer);
        using var anna = await Members.SignInAsync(_app, Private);

        Assert.Contains("CLAIM BADGE", SectionOf(anna, "Event Badges"), StringComparison.Ordinal);
        Assert.Single(await StartedAsync());
    }

    [Fact]
    public async Task An_accepted_badge_is_mailed_about_to_the_present_address_and_its_former_claim_link_is_out_of_date()
    {
        var achievement = Achievement.Sample() with { Member = Anna };
        var (badge, link) = await _app.AwardAndMailAsync(achievement);
        await BadgeApplication.AcceptAsync(link);
        await _app.WorkflowAsync(badge, BadgeState.Accepted);
        await MoveAsync(Anna, Private);

        await TellAsync(CertificationNews.Revoked(achievement.AchievementId, "It was awarded by mistake."));

        Assert.Equal(Private, (await _app.MailAsync(mail => mail.CustomArgs.GetValueOrDefault("delivery_id") == $"{badge.BadgeId}-revoked")).ToAddress);
        Assert.Equal(System.Net.HttpStatusCode.Gone, (await _app.Client.GetAsync(link)).StatusCode);
        Assert.Single(_app.Sandbox.Credly.Badges);
    }

    [Fact]
    public async Task Nothing_is_started_for_an_unknown_address_which_is_answered_alike_and_no_sooner()
    {
        await AwardAsync(Anna);

        var (known, afterKnown) = await TimedAsync(Employer);
        var (unknown, afterUnknown) = await TimedAsync("nobody@employer.example");

        Assert.Equal(known, unknown);
        Assert.True(afterKnown >= SignInFunctions.AnswerTime && afterUnknown >= SignInFunctions.AnswerTime, $"{afterKnown}, {afterUnknown}");
        Assert.Single(await StartedAsync());
    }

    [Fact]
    public async Task What_is_kept_of_a_sign_in_that_ended_says_nothing_of_the_address()
    {
        await AwardAsync(Anna);
        await Members.AskAsync(_app, Employer);
        await SignInMailAsync();

        var id = Assert.Single(await StartedAsync());
        Assert.DoesNotContain("anna", id, StringComparison.OrdinalIgnoreCase);
        await _app.AdvanceUntilAsync(TimeSpan.FromSeconds(20), async () => (await InstanceAsync(id)) is { IsCompleted: true });

        Assert.Equal("\"\"", (await InstanceAsync(id))!.SerializedInput);
        Assert.True(_app.Clock.GetUtcNow() - (await InstanceAsync(id))!.CreatedAt < TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task One_address_gets_five_links_an_hour_and_is_answered_as_before_after_that()
    {
        await AwardAsync(Anna);
        List<string> answers = [];
        for (var asked = 0; asked < 7; asked++)
        {
            // A second time within the minute counts for nothing.
            answers.AddRange([await Members.AskAsync(_app, Employer), await Members.AskAsync(_app, Employer)]);
            await _app.AdvanceUntilAsync(TimeSpan.FromSeconds(20), async () => (await Task.WhenAll((await StartedAsync()).Select(InstanceAsync))).All(one => one!.IsCompleted));
        }

        Assert.Equal(5, _app.Sandbox.Mailbox.Mails.Count(IsSignIn));
        Assert.Single(answers.Distinct());
    }

    private async Task AwardAsync(AwardedMember member, string template = "best-practice-week-attendee", string category = "event") =>
        await _app.AwardAndMailAsync(Achievement.Sample() with { Member = member, TemplateCode = template, Category = category });

    private async Task MoveAsync(AwardedMember member, string address)
    {
        await TellAsync(CertificationNews.MemberUpdated(member with { Email = address }));
        await _app.EventsFollowedUpAsync();
    }

    private async Task TellAsync(CertificationNews news) => Assert.Equal(202, (await _app.Sandbox.Certification.TellAsync(news)).Status);

    /// <summary>Asks for a link, and answers what the page says.</summary>
    private async Task<(string Answer, TimeSpan After)> TimedAsync(string address)
    {
        var started = TimeProvider.System.GetTimestamp();
        return (await Members.AskAsync(_app, address), TimeProvider.System.GetElapsedTime(started));
    }

    private Task<Mail> SignInMailAsync() => _app.MailAsync(IsSignIn);

    private static bool IsSignIn(Mail mail) => mail.Subject == "Sign in to My Badges";

    private static async Task<MemberBrowser> OpenAsync(Uri link)
    {
        var browser = new MemberBrowser();
        await browser.OpenAsync(link, None);
        await browser.PressAsync("Sign in", None);
        Assert.Equal("/my-badges", browser.Address.AbsolutePath);
        return browser;
    }

    private static string SectionOf(MemberBrowser browser, string heading) => browser.Page.QuerySelectorAll("section")
        .Single(section => section.QuerySelector("h2")?.TextContent.Trim() == heading).TextContent;

    private async Task<IReadOnlyList<string>> StartedAsync()
    {
        List<string> started = [];
        await foreach (var instance in _app.Durable.GetAllInstancesAsync(new OrchestrationQuery { InstanceIdPrefix = "sign-in-" }))
        {
            started.Add(instance.InstanceId);
        }

        return started;
    }

    private Task<OrchestrationMetadata?> InstanceAsync(string id) => _app.Durable.GetInstanceAsync(id, getInputsAndOutputs: true, None);
}
