using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.Tests.EndToEnd.Hosting;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Faults;
using Microsoft.Playwright;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Verification;

/// <summary>Anybody checks a badge on <c>/verify</c>, people and programs.</summary>
public sealed class VerifyTests : HostedTest
{
    [Theory]
    [InlineData("json")]
    [InlineData("jwt")]
    [InlineData("png")]
    [InlineData("svg")]
    public async Task A_genuine_credential_passes_every_check_in_each_form(string form)
    {
        var file = await DownloadAsync(await AcceptedAsync(), form);

        var report = await CheckAsync(file);

        Assert.Equal("passed", report["result"]!.GetValue<string>());
        Assert.Equal(
            ["signature", "issuer", "dates", "status"], report["checks"]!.AsArray().Select(check => check!["name"]!.GetValue<string>()));
        Assert.Equal("Maria Rossi", report["summary"]!["recipientName"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_altered_credential_fails_by_its_signature()
    {
        var credential = JsonNode.Parse(await DownloadAsync(await AcceptedAsync(), "json"))!;
        credential["credentialSubject"]!["identifier"]![1]!["identityHash"] = "Somebody Else";

        var report = await CheckAsync(Encoding.UTF8.GetBytes(credential.ToJsonString()));

        Assert.Equal(("failed", "failed"), (report["result"]!.GetValue<string>(), ResultOf(report, "signature")));
    }

    [Fact]
    public async Task A_revoked_badge_fails_by_its_status_with_the_reason()
    {
        var badge = await AcceptedAsync();
        var file = await DownloadAsync(badge, "json");

        await TellAsync(CertificationNews.Revoked(Achievement.AchievementId, "The exam was repeated."));
        await App.BadgeAsync(badge, row => row.State is BadgeState.Revoked);
        var report = await CheckAsync(file);

        Assert.Equal(("passed", "failed"), (ResultOf(report, "signature"), ResultOf(report, "status")));
        Assert.Contains("The exam was repeated.", report.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suspended_badge_fails_by_its_status_and_says_since_when()
    {
        var badge = await AcceptedAsync();
        var file = await DownloadAsync(badge, "jwt");

        await TellAsync(CertificationNews.Suspended(Achievement.AchievementId, "A complaint is being examined."));
        await App.BadgeAsync(badge, row => row.Suspension is not null);
        var report = await CheckAsync(file);

        Assert.Equal("failed", ResultOf(report, "status"));
        Assert.Contains("has been suspended since", report.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("complaint", report.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_that_a_correction_replaced_fails_and_leads_to_the_new_one()
    {
        var badge = await AcceptedAsync();
        var old = await DownloadAsync(badge, "json");
        await SharedAsync(badge);

        await CorrectAsync("Bianchi");
        await App.BadgeAsync(badge, row => row.Credential is { Revision: 2, IsRevoked: false });
        var report = await CheckAsync(old);

        Assert.Equal("failed", ResultOf(report, "status"));
        Assert.Contains((await App.Badges.GetAsync(badge, None)).Platform!.PublicUrl!.AbsoluteUri, report.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("passed", (await CheckAsync(await DownloadAsync(badge, "json")))["result"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("Maria.Rossi@example.org", "passed")]
    [InlineData("somebody.else@example.org", "failed")]
    public async Task Who_knows_the_address_learns_whether_it_is_that_person_s(string address, string result)
    {
        var credential = Encoding.UTF8.GetString(await DownloadAsync(await AcceptedAsync(), "jwt"));

        var report = await CheckAsync(JsonSerializer.SerializeToUtf8Bytes(new { credential, recipient = address }));

        Assert.Equal((result, result), (ResultOf(report, "recipient"), report["result"]!.GetValue<string>()));
    }

    [Fact]
    public async Task The_address_of_a_public_badge_is_checked_without_a_file_and_that_of_a_private_one_is_not()
    {
        var badge = await AcceptedAsync();
        var page = (await App.Badges.GetAsync(badge, None)).Platform!.PublicUrl!.AbsoluteUri;

        using var hidden = await PostAsync(Encoding.UTF8.GetBytes(page));
        await SharedAsync(badge);
        var report = await CheckAsync(Encoding.UTF8.GetBytes(page));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, hidden.StatusCode);
        Assert.Equal("passed", report["result"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("https://attacker.example/badges/1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{\"@context\": [")]
    [InlineData("{\"a\":1,\"a\":2}")]
    public async Task What_cannot_be_checked_is_said_clearly_and_nothing_is_fetched(string text)
    {
        using var response = await PostAsync(Encoding.UTF8.GetBytes(text));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("PNG cut off", "89504E470D0A1A0A0000000D49484452")]
    [InlineData("PNG with a chunk of 2 GiB", "89504E470D0A1A0A7FFFFFFF69545874")]
    [InlineData("JPEG without anything", "FFD8FFE0FFD8FFE0FFD8FFE0FFD8FFE0FFD8FFE0FFD8FFE0FFD8FFE0")]
    [InlineData("SVG with an entity", "3C21444F43545950452073766720 5B3C21454E54495459206120223E5D3E3C7376672F3E")]
    [InlineData("SVG with a script", "3C737667 20786D6C6E733D22687474703A2F2F7777772E77332E6F72672F323030302F737667223E3C7363726970743E3C2F7363726970743E3C2F7376673E")]
    [InlineData("bytes that are no UTF-8", "7B22FF22")]
    public async Task A_hostile_file_is_refused_with_a_reason(string what, string hex)
    {
        using var response = await PostAsync(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

        Assert.True(response.StatusCode is HttpStatusCode.UnprocessableEntity, what);
        Assert.NotEmpty(JsonNode.Parse(await response.Content.ReadAsStringAsync())!["detail"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_credential_that_is_nested_too_deeply_is_refused()
    {
        using var response = await PostAsync(Encoding.UTF8.GetBytes($"{{\"a\":{new string('[', 500)}{new string(']', 500)}}}"));

        Assert.Contains("nested too deeply", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_photo_of_a_public_badge_s_code_is_enough()
    {
        var page = (await SharedAsync(await AcceptedAsync())).Platform!.PublicUrl!.AbsoluteUri;

        var report = await CheckAsync(await App.Client.GetByteArrayAsync($"{page}/qr.png"));

        Assert.Equal("passed", report["result"]!.GetValue<string>());
    }

    [Fact]
    public async Task Somebody_drops_a_file_on_the_page_and_reads_whether_it_is_genuine()
    {
        var file = await DownloadAsync(await AcceptedAsync(), "png");
        var page = await App.Chromium.OpenAsync();
        await page.GotoAsync($"{App.Url}/verify");

        await page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "badge.png", MimeType = "image/png", Buffer = file });
        await page.Locator("#recipient").FillAsync(Achievement.Member.Email);
        await page.Locator("main form button").ClickAsync();

        await page.Locator("#verdict").WaitForAsync();
        Assert.Equal("This badge is genuine and valid", await page.Locator("#verdict").TextContentAsync());
        Assert.Equal(5, await page.Locator(".checks .passed").CountAsync());
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused()
    {
        using var response = await PostAsync(new byte[BakedImage.MaxFileBytes + (128 * 1024)]);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task A_credential_of_ten_megabytes_is_refused()
    {
        using var response = await PostAsync([.. "{\"a\":\""u8, .. Enumerable.Repeat((byte)'x', 10 * 1024 * 1024), .. "\"}"u8]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
    }

    [Fact]
    public async Task A_body_without_an_account_on_Credly_cannot_ask_there_and_says_so()
    {
        var report = await CheckAsync("https://www.credly.com/badges/0c3f1a7e-2b64-4f6e-9f5d-7a1f5c0e9b11"u8.ToArray());

        Assert.Equal("notChecked", ResultOf(report, "platform"));
    }

    [Fact]
    public async Task A_Credly_that_does_not_answer_leaves_its_own_line_open_and_nothing_else()
    {
        await using var app = await BadgeApplication.StartAsync();
        var badge = await app.AcceptedAsync();
        using var file = await SignedIn.GetAsync(app, badge.MemberId, $"/my-badges/{badge.BadgeId}/credential/json");
        using var content = new ByteArrayContent(await file.Content.ReadAsByteArrayAsync());
        var silence = new Fault(FaultKind.HoldCall);
        app.Sandbox.Faults.Add("GET", "/v1/", silence, times: 10);

        using var response = await app.Client.PostAsync(new Uri("/verify", UriKind.Relative), content);

        var report = JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!;
        Assert.Equal(("passed", "notChecked"), (ResultOf(report, "status"), ResultOf(report, "platform")));
        silence.Release();
    }

    [Fact]
    public async Task A_badge_on_Credly_is_checked_with_Credly_at_that_moment()
    {
        await using var app = await BadgeApplication.StartAsync();
        var badge = await app.AcceptedAsync();
        await app.BadgeAsync(badge, row => row.Credential is not null);
        using var file = await SignedIn.GetAsync(app, badge.MemberId, $"/my-badges/{badge.BadgeId}/credential/json");
        using var content = new ByteArrayContent(await file.Content.ReadAsByteArrayAsync());

        using var response = await app.Client.PostAsync(new Uri("/verify", UriKind.Relative), content);

        var report = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal("passed", ResultOf(report, "platform"));
    }

    private async Task<HttpResponseMessage> PostAsync(byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await App.Client.PostAsync(new Uri("/verify", UriKind.Relative), content);
    }

    private async Task<JsonNode> CheckAsync(byte[] body)
    {
        using var response = await PostAsync(body);
        return JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!;
    }

    private static string ResultOf(JsonNode report, string check) =>
        report["checks"]!.AsArray().Single(one => one!["name"]!.GetValue<string>() == check)!["result"]!.GetValue<string>();
}
