using BadgeFunctions.Functions.Sharing;
using BadgeFunctions.Functions.Tests.Web;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;
using SkiaSharp;

namespace BadgeFunctions.Functions.Tests.Sharing;

/// <summary>What networks show of a shared page.</summary>
public sealed class SharePictureTests
{
    private static readonly SharePicture Pictures = In(Theme.Default);

    private static SharePicture In(Theme theme) => new(
        null!, new Fonts(), new Palette(theme), Options.Create(new WebOptions { PublicUrl = new Uri("https://badges.example.org"), OrganisationName = "Example" }));

    private static readonly ShareFacts Facts = new("Best Practice Week attendee", "Maria Rossi", "Example Association", "1")
    {
        Image = new Assets(Theme.Default).Find("best-practice-week-attendee.png")!.Content,
    };

    public static TheoryData<string> Names =>
    [
        "Suharto", new string('W', 200), string.Concat(Enumerable.Repeat("Ångström ", 22)), "محمد بن عبد الله العربي", "<b>Maria</b> & \"Co\"",
        "Maria \U0001F389\U0001F468\u200D\U0001F469\u200D\U0001F467", "李小龙", "\U00010FB0", "", "   ", "e\u0301\u0301\u0301", "(((", ")]}",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_name_makes_a_picture_of_the_size_that_networks_ask_for_with_nothing_at_its_edges(string name)
    {
        using var picture = SKBitmap.Decode(Pictures.Draw(Facts with { Name = name, RecipientName = name, Issuer = name }));

        Assert.Equal((1200, 630), (picture.Width, picture.Height));
        // Above and below the text, and at the right of it.
        Assert.All(Enumerable.Range(0, 1200), x => Assert.Equal((SKColors.White, SKColors.White), (picture.GetPixel(x, 10), picture.GetPixel(x, 605))));
        Assert.All(Enumerable.Range(0, 600), y => Assert.Equal(SKColors.White, picture.GetPixel(1150, y)));
    }

    [Fact]
    public void The_badge_s_name_is_written_beside_its_image()
    {
        using var with = SKBitmap.Decode(Pictures.Draw(Facts));
        using var without = SKBitmap.Decode(Pictures.Draw(Facts with { Name = "", RecipientName = "", Issuer = "" }));

        Assert.True(InkOf(with, 560, 1120) > 5000, "There is no text.");
        Assert.Equal(0, InkOf(without, 560, 1120));
        Assert.True(InkOf(without, 80, 480) > 50_000, "There is no image.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("no image at all")]
    public void Without_an_image_that_can_be_read_there_are_the_words_alone(string file)
    {
        using var picture = SKBitmap.Decode(Pictures.Draw(Facts with { Image = System.Text.Encoding.UTF8.GetBytes(file) }));

        Assert.True(InkOf(picture, 80, 1120) > 5000, "There is no text.");
        Assert.Equal(SKColors.White, picture.GetPixel(280, 100));
    }

    [Fact]
    public void An_image_that_would_take_all_the_memory_is_not_unpacked()
    {
        using var huge = new SKBitmap(new SKImageInfo(5000, 5000, SKColorType.Gray8));
        using var file = huge.Encode(SKEncodedImageFormat.Png, 100);

        using var picture = SKBitmap.Decode(Pictures.Draw(Facts with { Image = file.ToArray(), Name = "", RecipientName = "", Issuer = "" }));

        Assert.Equal(0, InkOf(picture, 0, 1200));
    }

    [Fact]
    public void Another_name_or_image_is_another_version()
    {
        Assert.Equal(Pictures.VersionOf(Facts), Pictures.VersionOf(Facts with { }));
        Assert.Equal(
            4,
            new[] { Facts, Facts with { RecipientName = "Maria Verdi" }, Facts with { ImageVersion = "2" }, Facts with { Name = "Other" } }
                .Select(Pictures.VersionOf).Distinct().Count());
    }

    [Fact]
    public void A_picture_is_in_the_colours_of_the_body_s_theme()
    {
        var fjord = ThemeFile.Read(ThemeFileTests.Fjord, [])!;

        using var picture = SKBitmap.Decode(In(fjord).Draw(Facts));

        Assert.Equal((SKColor.Parse("#00614a"), SKColor.Parse("#fffdf8")), (picture.GetPixel(600, 625), picture.GetPixel(10, 10)));
        Assert.NotEqual(Pictures.VersionOf(Facts), In(fjord).VersionOf(Facts));
    }

    private static int InkOf(SKBitmap picture, int left, int right) =>
        Enumerable.Range(left, right - left).Sum(x => Enumerable.Range(0, 600).Count(y => picture.GetPixel(x, y) != SKColors.White));
}
