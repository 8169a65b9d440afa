using System.Net;
using System.Text.Json.Nodes;
using System.Text.Json;
using System.Text;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Languages;
using BadgeFunctions.Functions.Tests.Certification;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Journey;
using BadgeFunctions.Sandbox.Processes;
using static BadgeFunctions.Functions.Languages.Texts;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Certification;

/// <summary>Names, addresses and ids as people and systems have them (<c>real-inputs.json</c>), through the whole journey.</summary>
public sealed class RealInputTests(RealInputTests.Running running) : IClassFixture<RealInputTests.Running>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly IReadOnlyList<RealInput> Inputs = JsonSerializer.Deserialize<IReadOnlyList<RealInput>>(
        File.ReadAllText(Path.Combine(RepositoryFolder.Root, "Functions.Tests", "EndToEnd", "Certification", "real-inputs.json")), JsonSerializerOptions.Web)!;

    private BadgeApplication App => running.App;

    public static TheoryData<string> Taken => [.. Inputs.Where(input => input.Refused is null).Select(input => input.What)];

    public static TheoryData<string> Refused => [.. Inputs.Where(input => input.Refused is not null).Select(input => input.What)];

    [Theory]
    [MemberData(nameof(Taken))]
    public async Task It_goes_through_the_whole_journey_and_is_shown_alike_everywhere(string what)
    {
        var (input, body) = Of(what);
        var (status, answer) = await SendAsync(input, body);
        Assert.True(status is HttpStatusCode.Accepted, $"{status}: {answer}");
        var badge = new BadgeKey((string)body["data"]!["member"]!["id"]!, (string)JsonNode.Parse(answer)!["badgeId"]!);
        var (address, name) = ((string)body["data"]!["member"]!["email"]!, input.Name ?? "Maria Rossi");

        var claim = await App.MailAsync(mail => mail.CustomArgs.GetValueOrDefault("delivery_id") == $"{badge.BadgeId}-claim");
        Assert.Equal((input.MailedTo ?? address, name), (claim.ToAddress, claim.ToName));
        (Language.Find(body["data"]!["member"]!["locale"]?.ToString()) ?? Language.English).Use();
        Assert.StartsWith(L("Dear {0},", input.Greeting ?? "Maria"), claim.Text, StringComparison.Ordinal);

        using var member = new MemberBrowser();
        await member.OpenAsync(BadgeApplication.LinkIn(claim, "/claim/"), None);
        Assert.Contains(name, member.Page.QuerySelectorAll("strong").Select(one => one.TextContent));
        await member.PressAsync(L("CLAIM BADGE"), None);
        await member.PressAsync(L("GO TO CREDLY"), None);
        await BadgeApplication.AcceptOnCredlyAsync(member);

        var credly = Assert.Single(App.Sandbox.Credly.Badges, one => one.IssuerEarnerId == badge.BadgeId);
        Assert.Equal((input.Credly?[0] ?? "Maria", input.Credly?[1] ?? "Rossi"), (credly.FirstName, credly.LastName));
        Assert.Equal((input.MailedTo ?? address, input.Locale ?? "en", "accepted"), (credly.RecipientEmail, credly.Locale, credly.State));
        Assert.Equal(input.EvidenceOnCredly, credly.Evidence.SingleOrDefault()?.Value);
        await App.BadgeAsync(badge, BadgeState.Accepted);

        await SignInAsync(input.SignsInAs ?? address, input.MailedTo ?? address);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task It_is_refused_with_the_field(string what)
    {
        var (input, body) = Of(what);

        var (status, answer) = await SendAsync(input, body);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal(input.Refused, (string?)Assert.Single(JsonNode.Parse(answer)!["errors"]!.AsArray())!["field"]);
    }

    [Fact]
    public async Task Events_that_are_made_from_the_schema_are_taken_from_the_award_to_the_revocation()
    {
        for (var number = 0; number < 5; number++)
        {
            var random = new Random(number);
            var awarded = Made("awarded", number, random);
            var (status, answer) = await SendAsync(new RealInput("schema"), awarded);
            Assert.True(status is HttpStatusCode.Accepted, $"{status}: {answer} {awarded.ToJsonString()}");
            await App.BadgeAsync(new BadgeKey((string)awarded["data"]!["member"]!["id"]!, (string)JsonNode.Parse(answer)!["badgeId"]!), _ => true);

            var corrected = awarded.DeepClone();
            corrected["type"] = "achievement.corrected";
            foreach (var next in (JsonNode[])[corrected, Made("renewed", number, random), Made("suspended", number, random), Made("reinstated", number, random), Made("memberUpdated", number, random), Made("revoked", number, random)])
            {
                (status, answer) = await SendAsync(new RealInput("schema"), next);
                Assert.True(status is HttpStatusCode.Accepted, $"{status}: {answer} {next.ToJsonString()}");
            }
        }
    }

    // What the schema cannot know: which templates there are, and that what is told of was awarded.
    private static JsonObject Made(string kind, int number, Random random)
    {
        var made = EventSchema.Generate(kind, random);
        var data = made["data"]!.AsObject();
        if (data.ContainsKey("achievementId"))
        {
            data["achievementId"] = $"schema-{number}";
        }

        if (data.ContainsKey("templateCode"))
        {
            (data["templateCode"], data["category"], data["awardedOn"]) = ("best-practice-week-attendee", "event", "2021-04-26");
        }

        return made;
    }

    private async Task SignInAsync(string typed, string mailedTo)
    {
        using var member = new MemberBrowser();
        await member.OpenAsync(new Uri($"{App.Url}/sign-in"), None);
        await member.PressAsync("Send me a link", None, ("email", typed));
        var mail = await App.MailAsync(mail => mail.Subject == L("Sign in to My Badges") && mail.ToAddress == mailedTo);
        await member.OpenAsync(BadgeApplication.LinkIn(mail, "/sign-in/"), None);
        await member.PressAsync("Sign in", None);
        var today = Language.Current.Day(DateOnly.FromDateTime(App.Clock.GetUtcNow().UtcDateTime));
        Assert.Contains(L("Accepted on Credly on {0}", today), member.Page.Body!.TextContent, StringComparison.Ordinal);
    }

    // A member and an achievement of its own: Credly takes one badge of a template for an address.
    private (RealInput Input, JsonNode Body) Of(string what)
    {
        var number = Inputs.Select(input => input.What).ToList().IndexOf(what);
        var member = new AwardedMember { Id = $"m-{number}", Email = $"member-{number}@example.org" };
        var body = JsonNode.Parse(App.Sandbox.Certification.BodyOf(new Achievement { AchievementId = $"real-{number}", Member = member }))!;
        foreach (var (field, value) in Inputs[number].Member ?? [])
        {
            body["data"]!["member"]![field] = value?.DeepClone();
        }

        if (Inputs[number].Without is { } missing)
        {
            body["data"]!["member"]!.AsObject().Remove(missing);
        }

        if (Inputs[number].Evidence is { } evidence)
        {
            body["data"]!["evidence"] = evidence;
        }

        return (Inputs[number], body);
    }

    private async Task<(HttpStatusCode Status, string Answer)> SendAsync(RealInput input, JsonNode body)
    {
        var bytes = Encoding.UTF8.GetBytes((input.Bom ? "\uFEFF" : "") + body.ToJsonString());
        using var request = App.Sandbox.Certification.Sign(bytes, $"msg_{Guid.NewGuid():N}");
        if (input.ContentEncoding is { } encoding)
        {
            request.Content!.Headers.ContentEncoding.Add(encoding);
        }

        using var response = await App.Client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The app that all are sent to.</summary>
    public sealed class Running : IAsyncLifetime
    {
        internal BadgeApplication App { get; private set; } = null!;

        public async Task InitializeAsync() => App = await BadgeApplication.StartAsync();

        public async Task DisposeAsync() => await App.DisposeAsync();
    }

    /// <summary>An input, and what is shown of it where that is not the sample's.</summary>
    private sealed record RealInput(string What)
    {
        public JsonObject? Member { get; init; }
        public string? Without { get; init; }
        public string? Evidence { get; init; }
        public bool Bom { get; init; }
        public string? ContentEncoding { get; init; }
        public string? Refused { get; init; }
        public string? Name { get; init; }
        public string? Greeting { get; init; }
        public IReadOnlyList<string>? Credly { get; init; }
        public string? MailedTo { get; init; }
        public string? Locale { get; init; }
        public string? EvidenceOnCredly { get; init; }
        public string? SignsInAs { get; init; }
    }
}
