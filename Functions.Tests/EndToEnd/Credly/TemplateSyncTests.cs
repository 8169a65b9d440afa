using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Credly;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Credly;

/// <summary>What administrators change in a badge template on Credly is taken over.</summary>
public sealed class TemplateSyncTests
{
    private const string Code = "best-practice-week-attendee";

    private static readonly CredlyTemplate There = CredlyTemplate.All.Single(template => template.Code == Code);

    [Fact]
    public async Task A_change_on_credly_is_taken_over_with_its_image()
    {
        await using var app = await BadgeApplication.StartAsync();

        app.Sandbox.Credly.ChangeTemplate(There.Id, template => template with
        {
            Name = "Best Practice Week 2027",
            Skills = ["Listening", "Asking"],
            TimeToEarn = "Weeks",
            Cost = "Free",
            Standards = ["ISO 21502", "ISO 21500"],
        });

        await UntilAsync(app, template => template.Name == "Best Practice Week 2027");
        var taken = await TemplateAsync(app);
        Assert.Equal(["Listening", "Asking"], taken!.Skills);
        Assert.Equal(("Weeks", "Free"), (taken.TimeToEarn, taken.Cost));
        Assert.Equal(["ISO 21502", "ISO 21500"], taken.Standards);
        Assert.Equal(BadgeCategory.Event, taken.Category);
        await BadgeApplication.UntilAsync(
            async () => await app.Services.GetRequiredService<TemplateImages>().FindAsync(Code, CancellationToken.None) is not null, () => "no image");
        using var image = await app.Client.GetAsync($"/badge-images/{Code}");
        Assert.Equal("image/png", image.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Standards_that_have_an_address_on_credly_are_alignments_beside_the_competences_which_credly_does_not_know()
    {
        await using var app = await BadgeApplication.StartAsync();
        var templates = app.Services.GetRequiredService<BadgeTemplates>();
        var (leadership, old) = (new Alignment("Leadership", new Uri("https://example.org/icb"), "4.4.5", "ICB 4.0"), new Alignment("ISO 21500", new Uri("https://example.org/iso")));
        await templates.SaveAsync((await TemplateAsync(app))! with { Alignments = [leadership, old] }, CancellationToken.None);

        app.Sandbox.Credly.ChangeTemplate(There.Id, template => template with { Name = "No standards", Standards = [] });
        await UntilAsync(app, template => template.Name == "No standards");
        Assert.Equal([leadership, old], (await TemplateAsync(app))!.Alignments);

        app.Sandbox.Credly.ChangeTemplate(There.Id, template => template with { Name = "One standard", Standards = ["ISO 21502"] });
        await UntilAsync(app, template => template.Name == "One standard");
        Assert.Equal([leadership, new("ISO 21502", new Uri("https://www.example.com/standards"))], (await TemplateAsync(app))!.Alignments);
    }

    [Theory]
    [InlineData(CredlyTemplate.Draft, BadgeTemplateState.Draft)]
    [InlineData(CredlyTemplate.Archived, BadgeTemplateState.Archived)]
    public async Task A_template_that_is_not_active_is_taken_over_and_an_award_of_it_is_refused_with_the_reason(string there, BadgeTemplateState here)
    {
        await using var app = await BadgeApplication.StartAsync();
        app.Sandbox.Credly.ChangeTemplate(There.Id, template => template with { State = there });
        await UntilAsync(app, template => template.State == here);

        var refused = await app.Sandbox.Certification.AwardAsync(Achievement.Sample());

        Assert.Equal(422, refused.Status);
        Assert.Contains($"it is {there}", refused.Answer, StringComparison.Ordinal);
        app.Sandbox.Credly.ChangeTemplate(There.Id, template => template with { State = CredlyTemplate.Active });
        await UntilAsync(app, template => template.State is BadgeTemplateState.Active);
        await app.BadgeAsync(await app.AwardAsync(Achievement.Sample()), BadgeState.Pending);
    }

    [Theory]
    [InlineData(CredlyImage.NoImage, "neither PNG nor JPEG")]
    [InlineData(CredlyImage.Huge, "larger than")]
    public async Task An_image_that_cannot_be_used_leaves_the_one_that_is_here(CredlyImage image, string reason)
    {
        await using var app = await BadgeApplication.StartAsync();

        app.Sandbox.Credly.ChangeTemplate(There.Id, template => template with { Image = image, Description = "New" });

        await UntilAsync(app, template => template.Description == "New");
        await BadgeApplication.UntilAsync(
            () => Task.FromResult(app.Logs.All.Any(log => log.Message.Contains(reason, StringComparison.Ordinal))), () => "no warning");
        using var answer = await app.Client.GetAsync($"/badge-images/{Code}");
        Assert.Equal("image/png", answer.Content.Headers.ContentType?.MediaType);
        Assert.InRange((await answer.Content.ReadAsByteArrayAsync()).Length, 1_000, 900_000);
    }

    [Fact]
    public async Task What_no_event_told_is_taken_over_at_night()
    {
        await using var app = await BadgeApplication.StartAsync();
        app.Sandbox.CredlyWebhooks.Deliver = false;
        app.Sandbox.Credly.ChangeTemplate(There.Id, template => template with { Name = "New name" });

        await app.AdvanceUntilAsync(TimeSpan.FromMinutes(10), async () => (await TemplateAsync(app))!.Name == "New name");
    }

    [Fact]
    public async Task There_is_an_image_for_every_code_and_no_other_path()
    {
        await using var app = await BadgeApplication.StartAsync();

        using var fallback = await app.Client.GetAsync("/badge-images/some-other-template");
        using var none = await app.Client.GetAsync("/badge-images/Some_Other");

        Assert.Equal("image/png", fallback.Content.Headers.ContentType?.MediaType);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, none.StatusCode);
    }

    private static Task<BadgeTemplate?> TemplateAsync(BadgeApplication app) =>
        app.Services.GetRequiredService<BadgeTemplates>().FindByCredlyIdAsync(There.Id, CancellationToken.None);

    private static Task UntilAsync(BadgeApplication app, Predicate<BadgeTemplate> expected) => BadgeApplication.UntilAsync(
        async () => expected((await TemplateAsync(app))!), () => "the template is not taken over");
}
