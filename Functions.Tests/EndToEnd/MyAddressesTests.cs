using System.Net;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Journey;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>The page on which a member adds, chooses and removes their e-mail addresses.</summary>
public sealed class MyAddressesTests : IAsyncLifetime
{
    private const string Employer = "anna@employer.example";
    private const string Private = "anna+badges@private.example";

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly AwardedMember Anna = new() { Id = "m-anna", GivenName = "Anna", FamilyName = "Roe", Email = Employer };
    private static readonly AwardedMember Bert = new() { Id = "m-bert", GivenName = "Bert", FamilyName = "Doe", Email = "bert@employer.example" };

    private BadgeApplication _app = null!;
    private MemberBrowser _anna = null!;

    public async Task InitializeAsync()
    {
        _app = await BadgeApplication.StartAsync();
        await _app.AwardAndMailAsync(Achievement.Sample() with { Member = Anna });
        _anna = await Members.SignInAsync(_app, Employer);
    }

    public async Task DisposeAsync()
    {
        _anna.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task An_address_that_is_confirmed_signs_in_and_before_that_it_is_nobody_s()
    {
        await Members.AddAsync(_app, _anna, Private);
        Assert.Equal("/my-addresses", _anna.Address.AbsolutePath);
        Assert.Contains("Not confirmed yet", _anna.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(await OwnersAsync(Private));

        var link = await Members.ConfirmationAsync(_app, Private);
        await _anna.OpenAsync(link, None);
        await _anna.PressAsync("Confirm this address", None);

        Assert.Equal("/my-addresses", _anna.Address.AbsolutePath);
        Assert.Equal([Employer, Private], Members.AddressesOn(_anna));
        using var elsewhere = await Members.SignInAsync(_app, "Anna+Badges@PRIVATE.example");
        Assert.Contains("CLAIM BADGE", elsewhere.Page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_scanner_that_opens_the_link_confirms_nothing()
    {
        await Members.AddAsync(_app, _anna, Private);
        var link = await Members.ConfirmationAsync(_app, Private);

        Assert.Equal(HttpStatusCode.OK, (await _app.Client.GetAsync(link)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _app.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, link))).StatusCode);
        // No form of ours.
        Assert.Equal(HttpStatusCode.SeeOther, (await _app.Client.PostAsync(link, new FormUrlEncodedContent([]))).StatusCode);

        Assert.Empty(await OwnersAsync(Private));
    }

    [Fact]
    public async Task On_another_device_the_link_confirms_the_address_for_who_asked_and_says_so_also_when_it_is_opened_again()
    {
        await Members.AddAsync(_app, _anna, Private);
        var link = await Members.ConfirmationAsync(_app, Private);
        using var phone = new MemberBrowser();
        await phone.OpenAsync(link, None);
        Assert.Contains($"Anna Roe wants to add {Private} to their badges", phone.Page.Body!.TextContent, StringComparison.Ordinal);

        await phone.PressAsync("Confirm this address", None);
        Assert.Contains($"{Private} now belongs to the badges of Anna Roe", phone.Page.Body!.TextContent, StringComparison.Ordinal);
        await phone.OpenAsync(link, None);
        Assert.Contains("is confirmed", phone.Page.Body!.TextContent, StringComparison.Ordinal);

        Assert.Equal(["m-anna"], await OwnersAsync(Private));
        await phone.OpenAsync(new Uri($"{_app.Url}/my-addresses"), None);
        Assert.Equal("/sign-in", phone.Address.AbsolutePath);
    }

    [Fact]
    public async Task A_link_is_good_for_ten_minutes_and_not_for_an_address_that_was_removed()
    {
        await Members.AddAsync(_app, _anna, Private);
        var late = await Members.ConfirmationAsync(_app, Private);
        using var page = new MemberBrowser();
        await page.OpenAsync(late, None);
        _app.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(HttpStatusCode.Gone, (await _app.Client.GetAsync(late)).StatusCode);
        await Assert.ThrowsAsync<InvalidOperationException>(() => page.PressAsync("Confirm this address", None));

        await Members.AddAsync(_app, _anna, "anna@other.example");
        var removed = await Members.ConfirmationAsync(_app, "anna@other.example");
        await _anna.OpenAsync(new Uri($"{_app.Url}/my-addresses"), None);
        await _anna.PressAsync("Remove", None);
        Assert.Equal(HttpStatusCode.Gone, (await _app.Client.GetAsync(removed)).StatusCode);
        Assert.Equal([Employer], Members.AddressesOn(_anna));
    }

    [Fact]
    public async Task Another_member_s_address_is_answered_like_any_other_and_once_confirmed_signs_in_to_a_choice()
    {
        await _app.AwardAndMailAsync(Achievement.Sample() with { Member = Bert });
        await Members.AddAsync(_app, _anna, "nobody@employer.example");
        var unknown = _anna.Page.Body!.TextContent.Replace("nobody@", "bert@", StringComparison.Ordinal);
        await _anna.PressAsync("Remove", None);
        await Members.AddAsync(_app, _anna, Bert.Email);
        Assert.Equal(unknown, _anna.Page.Body!.TextContent);

        await _anna.OpenAsync(await Members.ConfirmationAsync(_app, Bert.Email), None);
        await _anna.PressAsync("Confirm this address", None);
        await Members.AskAsync(_app, Bert.Email);

        var mail = await _app.MailAsync(mail => mail.Subject == "Sign in to My Badges" && mail.ToAddress == Bert.Email);
        Assert.Contains("Anna Roe:\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Bert Doe:\n", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_gets_five_links_an_hour_and_the_page_does_not_tell_when_none_is_sent()
    {
        List<string> answers = [];
        for (var asked = 0; asked < 7; asked++)
        {
            await Members.AddAsync(_app, _anna, Private);
            answers.Add(_anna.Page.Body!.TextContent);
        }

        Assert.Single(answers.Distinct());
        var mails = _app.Sandbox.Mailbox.Mails.Where(Members.IsConfirmation).ToList();
        Assert.Equal(5, mails.Count);
        // The last one that was mailed still works.
        var links = mails.Select(mail => BadgeApplication.LinkIn(mail, "/confirm-address/"));
        var answersOfLinks = await Task.WhenAll(links.Select(async link => (await _app.Client.GetAsync(link)).StatusCode));
        Assert.Equal((1, 4), (answersOfLinks.Count(status => status is HttpStatusCode.OK), answersOfLinks.Count(status => status is HttpStatusCode.Gone)));
    }

    [Theory]
    [InlineData("ANNA@employer.EXAMPLE", "one of yours already")]
    [InlineData("anna", "Enter an e-mail address")]
    [InlineData("\"><script>alert(1)</script>", "Enter an e-mail address")]
    public async Task What_cannot_be_added_is_told_beside_the_field(string typed, string error)
    {
        await _anna.OpenAsync(new Uri($"{_app.Url}/my-addresses"), None);
        var html = await PostAsync("/my-addresses", FieldsOf(_anna, ("email", typed)));

        Assert.Equal(HttpStatusCode.BadRequest, html.Status);
        Assert.Contains(error, html.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", html.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(_app.Sandbox.Mailbox.Mails, Members.IsConfirmation);
    }

    [Fact]
    public async Task An_address_with_umlauts_is_confirmed_and_found_in_both_spellings()
    {
        await Members.ConfirmAsync(_app, _anna, "anna@bücher.example");

        Assert.Equal(["m-anna"], await OwnersAsync("ANNA@BÜCHER.example"));
        Assert.Equal(["m-anna"], await OwnersAsync("anna@xn--bcher-kva.example"));
    }

    [Fact]
    public async Task A_form_from_elsewhere_and_one_about_somebody_else_s_address_change_nothing()
    {
        await Members.ConfirmAsync(_app, _anna, Private);
        var digests = (AddressDigest)_app.Services.GetService(typeof(AddressDigest))!;

        foreach (var path in (string[])["/my-addresses", "/my-addresses/primary", "/my-addresses/remove"])
        {
            var forged = await PostAsync(path, [("__form", "forged"), ("address", digests.Of(Private)), ("email", "x@example.org")]);
            Assert.Equal(HttpStatusCode.SeeOther, forged.Status);
        }

        await _anna.OpenAsync(new Uri($"{_app.Url}/my-addresses"), None);
        foreach (var path in (string[])["/my-addresses/primary", "/my-addresses/remove"])
        {
            await PostAsync(path, FieldsOf(_anna, ("address", digests.Of(Bert.Email))));
            await PostAsync("/my-addresses/remove", FieldsOf(_anna, ("address", digests.Of(Employer))));
        }

        var account = await AccountAsync();
        Assert.Equal([Employer, Private], account.Addresses);
        Assert.Equal(Employer, account.Primary);
    }

    [Fact]
    public async Task New_badges_go_to_the_primary_address_and_those_that_are_there_stay()
    {
        await Members.ConfirmAsync(_app, _anna, Private);
        await _anna.PressAsync("Make primary", None);

        var (badge, _) = await _app.AwardAndMailAsync(
            Achievement.Sample() with { Member = Anna, TemplateCode = "level-c-project-manager", Category = "certificate" });

        Assert.Equal(Private, (await _app.Badges.FindAsync(badge, None))!.Recipient.Email);
        Assert.Equal([Employer, Private], _app.Sandbox.Credly.Badges.Select(one => one.RecipientEmail));
        await _app.MailAsync(mail => mail.ToAddress == Private && mail.CustomArgs.GetValueOrDefault("delivery_id") == $"{badge.BadgeId}-claim");
        await _anna.OpenAsync(new Uri($"{_app.Url}/my-badges"), None);
        Assert.Contains($"Issued to {Employer}", _anna.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains($"Issued to {Private}", _anna.Page.Body.TextContent, StringComparison.Ordinal);
        await _anna.OpenAsync(new Uri($"{_app.Url}/my-addresses"), None);
        Assert.Equal([Private, Employer], _anna.Page.QuerySelectorAll("[aria-labelledby=on-credly] li").Select(item => item.TextContent));
    }

    [Fact]
    public async Task Removing_an_address_ends_the_session_that_it_opened_and_brings_the_badges_back_that_wait_there()
    {
        await Members.ConfirmAsync(_app, _anna, Private);
        await _anna.PressAsync("Make primary", None);
        var (badge, link) = await _app.AwardAndMailAsync(
            Achievement.Sample() with { Member = Anna, TemplateCode = "level-c-project-manager", Category = "certificate" });
        using var other = await Members.SignInAsync(_app, Private);

        await _anna.OpenAsync(new Uri($"{_app.Url}/my-addresses"), None);
        await _anna.PressAsync("Remove", None);

        await _app.BadgeAsync(badge, one => one is { Recipient.Email: Employer, Platform.Revision: 2 });
        await _app.MailAsync(mail => mail.ToAddress == Employer && mail.CustomArgs.GetValueOrDefault("delivery_id") == $"{badge.BadgeId}-update-2");
        Assert.Equal(HttpStatusCode.Gone, (await _app.Client.GetAsync(link)).StatusCode);
        await other.OpenAsync(new Uri($"{_app.Url}/my-badges"), None);
        Assert.Equal("/sign-in", other.Address.AbsolutePath);
        Assert.Empty(await OwnersAsync(Private));
        Assert.Equal(Employer, (await AccountAsync()).Primary);
    }

    [Fact]
    public async Task What_the_member_has_decided_survives_the_certification_system_s_word()
    {
        await Members.ConfirmAsync(_app, _anna, Private);
        await _anna.PressAsync("Make primary", None);

        await Members.TellAsync(_app, CertificationNews.MemberUpdated(Anna with { Email = "anna@new.example" }));

        var account = await AccountAsync();
        Assert.Equal(["anna@new.example", Private], account.Addresses);
        Assert.Equal(Private, account.Primary);
        Assert.Empty(await OwnersAsync(Employer));
    }

    [Fact]
    public async Task Neither_the_link_nor_the_address_is_in_a_log_and_the_link_is_in_no_table()
    {
        await Members.AddAsync(_app, _anna, Private);
        var link = await Members.ConfirmationAsync(_app, Private);
        await _anna.OpenAsync(link, None);
        await _anna.PressAsync("Confirm this address", None);

        var secret = link.Segments[^1];
        var nonce = System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(secret.Split('.')[0])).Split('|')[0];
        Assert.DoesNotContain(Private, _app.Logs.ToString(), StringComparison.OrdinalIgnoreCase);
        foreach (var table in (string[])[BadgeStore.Table, BadgeLookups.Table])
        {
            await foreach (var row in _app.Tables.GetTableClient(table).QueryAsync<TableEntity>())
            {
                Assert.DoesNotContain(row, column => column.Value is string text && text.Contains(nonce, StringComparison.Ordinal));
                Assert.DoesNotContain("private", $"{row.PartitionKey}{row.RowKey}", StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [Fact]
    public async Task Sign_out_everywhere_ends_the_sessions_on_all_devices_and_no_other_member_s()
    {
        await _app.AwardAndMailAsync(Achievement.Sample() with { Member = Bert });
        await Members.ConfirmAsync(_app, _anna, Private);
        using var phone = await Members.SignInAsync(_app, Private);
        using var bert = await Members.SignInAsync(_app, Bert.Email);

        await phone.PressAsync("Sign out everywhere", None);

        Assert.Equal("/sign-in", phone.Address.AbsolutePath);
        await _anna.OpenAsync(new Uri($"{_app.Url}/my-badges"), None);
        Assert.Equal("/sign-in", _anna.Address.AbsolutePath);
        await bert.OpenAsync(new Uri($"{_app.Url}/my-badges"), None);
        Assert.Equal("/my-badges", bert.Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, (await SignedIn.GetAsync(_app, Anna.Id, "/my-badges")).StatusCode);
    }

    private async Task<IReadOnlyList<string>> OwnersAsync(string address)
    {
        var (members, digests) = ((MemberStore)_app.Services.GetService(typeof(MemberStore))!, (AddressDigest)_app.Services.GetService(typeof(AddressDigest))!);
        return [.. (await members.FindByAddressAsync(digests.Of(address), None)).Select(account => account.Member.Id)];
    }

    private async Task<Account> AccountAsync() => (await ((MemberStore)_app.Services.GetService(typeof(MemberStore))!).FindAsync(Anna.Id, None))!;

    private static (string Name, string Value)[] FieldsOf(MemberBrowser browser, (string Name, string Value) field) =>
        [("__form", browser.Page.QuerySelector("[action^='/my-addresses'] [name=__form]")!.GetAttribute("value")!), field];

    /// <summary>A form that is sent with Anna's cookies.</summary>
    private async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
            Headers = { { "Cookie", string.Join("; ", _anna.Cookies.Select(cookie => cookie.ToString())) } },
        };
        using var response = await _app.Client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
