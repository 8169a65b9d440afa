using System.Web;
using AngleSharp.Html.Parser;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Sharing;
using BadgeFunctions.Functions.Tests.Web;

namespace BadgeFunctions.Functions.Tests.Sharing;

public sealed class ShareKitTests
{
    private const string Page = "https://badges.example.org/badges/AAAAAAAAAAAAAAAAAAAAAA";

    private static readonly Uri Image = new("https://badges.example.org/badge-images/level-c");

    [Fact]
    public void LinkedIn_gets_every_field_of_a_certification()
    {
        var badge = A.Badge(BadgeState.Accepted) with { Name = "Level C & more", ExpiresOn = new DateOnly(2031, 12, 31) };

        var fields = FieldsOf(Kit(badge).AddToLinkedIn);

        Assert.StartsWith("https://www.linkedin.com/profile/add?", Kit(badge).AddToLinkedIn, StringComparison.Ordinal);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["startTask"] = "CERTIFICATION_NAME",
                ["name"] = "Level C & more",
                ["organizationName"] = "Müller & Söhne",
                ["issueYear"] = "2021",
                ["issueMonth"] = "4",
                ["expirationYear"] = "2031",
                ["expirationMonth"] = "12",
                ["certUrl"] = Page,
                ["certId"] = "ipma-2021-000123",
            },
            fields);
        Assert.DoesNotContain("expiration", Kit(badge with { ExpiresOn = null }).AddToLinkedIn, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_network_gets_the_page_by_a_plain_link()
    {
        var networks = Kit(A.Badge(BadgeState.Accepted)).Networks;

        Assert.Equal(["LinkedIn", "Facebook", "X", "WhatsApp", "E-mail"], networks.Select(network => network.Text));
        Assert.All(networks, network => Assert.Contains(Page, HttpUtility.UrlDecode(network.Address), StringComparison.Ordinal));
        Assert.All(networks, network => Assert.True(Uri.TryCreate(network.Address, UriKind.Absolute, out _), network.Address));
    }

    [Fact]
    public void Hostile_names_stay_text_in_what_is_pasted_elsewhere()
    {
        var kit = Kit(A.Badge(BadgeState.Accepted) with { Name = WebServices.Hostile });

        foreach (var html in new[] { kit.SignatureHtml, kit.EmbedHtml })
        {
            var link = Assert.Single(new HtmlParser().ParseDocument(html).Body!.Children);
            var image = Assert.Single(link.Children);
            Assert.Equal(("A", Page, "IMG"), (link.TagName, link.GetAttribute("href"), image.TagName));
            Assert.Equal($"{WebServices.Hostile} · Müller & Söhne", image.GetAttribute("alt"));
            Assert.Equal(Image.AbsoluteUri, image.GetAttribute("src"));
        }
    }

    private static ShareKit Kit(Badge badge) => ShareKit.Of(badge, new Uri(Page), Image, "Müller & Söhne");

    private static Dictionary<string, string> FieldsOf(string address)
    {
        var query = HttpUtility.ParseQueryString(new Uri(address).Query);
        return query.AllKeys.ToDictionary(key => key!, key => query[key]!);
    }
}
