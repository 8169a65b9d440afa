using System.Text;
using System.Xml.Linq;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

public sealed class SvgBakingTests
{
    private const string V2 = "xmlns:openbadges=\"http://openbadges.org\"";

    private const string V3 = "xmlns:openbadges=\"https://purl.imsglobal.org/ob/v3p0\"";

    private static readonly string Body = $"<![CDATA[{Files.Json.Replace("]]>", "]]]]><![CDATA[>", StringComparison.Ordinal)}]]>";

    public static TheoryData<string, string> Foreign => new()
    {
        { "as the specification has it", $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{Files.Svg($"\n<openbadges:assertion verify=\"https://example.org/1\">\n{Body}\n</openbadges:assertion><g/>", $" {V2}")}" },
        { "another prefix", Files.Svg($"<ob:assertion verify=\"x\">{Body}</ob:assertion>", " xmlns:ob=\"http://openbadges.org\"") },
        { "no prefix", Files.Svg($"<assertion xmlns=\"http://openbadges.org\">{Body}</assertion>") },
        { "a byte order mark", $"\uFEFF<?xml version=\"1.0\"?>{Files.Svg($"<openbadges:assertion>{Body}</openbadges:assertion>", $" {V2}")}" },
        { "spaces around", $"\n  <?xml version=\"1.0\"?>{Files.Svg($"<openbadges:assertion>{Body}</openbadges:assertion>", $" {V2}")}\n" },
        { "at the end", Files.Svg($"<defs/><g><path d=\"M0 0\"/></g><metadata/><openbadges:assertion>{Body}</openbadges:assertion>", $" {V2}") },
        { "within another element", Files.Svg($"<metadata><openbadges:assertion {V2}>{Body}</openbadges:assertion></metadata>") },
        { "escaped", Files.Svg($"<openbadges:assertion {V2}>{new XText(Files.Json)}</openbadges:assertion>") },
        { "a comment in it", Files.Svg($"<openbadges:assertion {V2}><!-- baked -->{Body}</openbadges:assertion>") },
        { "twice: the first counts", Files.Svg($"<openbadges:assertion>{Body}</openbadges:assertion><openbadges:assertion>{{}}</openbadges:assertion>", $" {V2}") },
        { "cut off after it", $"<svg {V2}><openbadges:assertion>{Body}</openbadges:assertion><g>" },
        { "no namespace of the image", $"<svg {V2}><openbadges:assertion>{Body}</openbadges:assertion></svg>" },
        { "said to be in another encoding", $"<?xml version=\"1.0\" encoding=\"utf-16\"?><svg {V2}><openbadges:assertion>{Body}</openbadges:assertion></svg>" },
        { "a prefix of the tag", $"<s:svg xmlns:s=\"http://www.w3.org/2000/svg\" {V2}><openbadges:assertion>{Body}</openbadges:assertion></s:svg>" },
    };

    [Theory]
    [InlineData(BakedImage.Credential, Files.Json)]
    [InlineData(BakedImage.Credential, Files.Jws)]
    [InlineData(BakedImage.Assertion, Files.Json)]
    [InlineData(BakedImage.Assertion, Files.Jws)]
    public void What_was_baked_is_read_again(string keyword, string text) =>
        Assert.Equal(new Unbaked.Credential(text, keyword), Unbake(Bake(Files.Svg("<g/>"), keyword, text)));

    [Fact]
    public void A_credential_as_json_stands_in_the_body_without_an_attribute()
    {
        var baked = Bake(Files.Svg("<g/>"), BakedImage.Credential, """{"id":"https://example.org/1"}""");

        Assert.Equal($$"""<?xml version="1.0" encoding="utf-8"?><svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" viewBox="0 0 512 512" xmlns="http://www.w3.org/2000/svg"><openbadges:credential><![CDATA[{"id":"https://example.org/1"}]]></openbadges:credential><g /></svg>""", baked);
    }

    [Fact]
    public void A_signed_credential_stands_in_the_attribute()
    {
        var baked = Bake(Files.Svg("<g/>"), BakedImage.Credential, Files.Jws);

        Assert.Contains($"><openbadges:credential verify=\"{Files.Jws}\" /><g /></svg>", baked, StringComparison.Ordinal);
    }

    [Fact]
    public void An_assertion_stands_in_the_body_and_its_address_in_the_attribute()
    {
        var baked = Bake(Files.Svg("<g/>"), BakedImage.Assertion, """{"id":"https://example.org/1"}""");

        Assert.Contains($" {V2} ", baked, StringComparison.Ordinal);
        Assert.Contains("""><openbadges:assertion verify="https://example.org/1"><![CDATA[{"id":"https://example.org/1"}]]></openbadges:assertion><g />""", baked, StringComparison.Ordinal);
    }

    [Fact]
    public void An_svg_that_was_baked_before_holds_the_new_text_alone()
    {
        var once = Bake(Files.Svg("<g/>"), BakedImage.Credential, Files.Json);

        Assert.Equal(Bake(Files.Svg("<g/>"), BakedImage.Credential, Files.Jws), Bake(once, BakedImage.Credential, Files.Jws));
        Assert.Equal(Bake(Files.Svg("<g/>"), BakedImage.Assertion, Files.Jws), Bake(once, BakedImage.Assertion, Files.Jws));
    }

    [Fact]
    public void Characters_that_xml_cannot_hold_are_written_as_json_escapes()
    {
        var baked = Bake(Files.Svg(""), BakedImage.Credential, "{\"name\":\"a\uFFFEb\uFFFF\"}");

        Assert.Equal(new Unbaked.Credential("""{"name":"a\uFFFEb\uFFFF"}""", BakedImage.Credential), Unbake(baked));
    }

    [Theory]
    [InlineData("badge.svg")]
    [InlineData("level-c-project-manager.svg")]
    public void The_app_s_own_drawings_stay_as_they_are(string name)
    {
        var svg = new Assets(Theme.Default).Find(name)!.Content;

        var baked = XDocument.Parse(Encoding.UTF8.GetString(SvgBaking.Bake(svg, BakedImage.Credential, Files.Json)!));
        baked.Root!.Elements().First().Remove();
        baked.Root.Attribute(XNamespace.Xmlns + "openbadges")!.Remove();

        Assert.Equal(Shape(XDocument.Parse(Encoding.UTF8.GetString(svg))), Shape(baked));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<script xlink:href=\"https://evil.example/x.js\"/>")]
    [InlineData("<SCRIPT>alert(1)</SCRIPT>")]
    [InlineData("<h:script xmlns:h=\"http://www.w3.org/1999/xhtml\">alert(1)</h:script>")]
    [InlineData("<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\" onclick=\"alert(1)\">x</p></foreignObject>")]
    [InlineData("<iframe xmlns=\"http://www.w3.org/1999/xhtml\" src=\"https://evil.example\"/>")]
    [InlineData("<a xlink:href=\"javascript:alert(1)\"/>")]
    [InlineData("<animate attributeName=\"href\" to=\"javascript:alert(1)\"/>")]
    [InlineData("<set attributeName=\"onclick\" to=\"alert(1)\"/>")]
    [InlineData("<handler type=\"text/javascript\">alert(1)</handler>")]
    [InlineData("<metadata>alert(1)</metadata>")]
    [InlineData("<!-- alert(1) -->")]
    [InlineData("<?xml-stylesheet href=\"https://evil.example/x.css\"?>")]
    [InlineData("<style>@import 'https://evil.example/x.css';</style>")]
    [InlineData("<style>rect{fill:url(https://evil.example/x)}</style>")]
    [InlineData("<style>rect{fill:ur<!-- -->l('https://evil.example/x')}</style>")]
    [InlineData("<style>rect{fill:<![CDATA[u\\72l(https://evil.example/x)]]>}</style>")]
    [InlineData("<style>svg{background:-webkit-image-set(\"https://evil.example/x\" 1x)}</style>")]
    public void What_is_no_drawing_is_left_out(string hostile) =>
        Assert.Equal(
            Bake(Files.Svg("<g/>"), BakedImage.Credential, Files.Jws),
            Bake(Files.Svg(hostile + "<g/>", " xmlns:xlink=\"http://www.w3.org/1999/xlink\""), BakedImage.Credential, Files.Jws));

    [Theory]
    [InlineData("onload=\"alert(1)\"")]
    [InlineData("OnClick=\"alert(1)\"")]
    [InlineData("xlink:href=\"https://evil.example/x.png\"")]
    [InlineData("xlink:href=\"//evil.example/x.png\"")]
    [InlineData("xlink:href=\"x.svg#a\"")]
    [InlineData("xlink:href=\"javascript:alert(1)\"")]
    [InlineData("xlink:href=\"data:image/svg+xml;base64,PHN2Zy8+\"")]
    [InlineData("xlink:href=\"data:text/html,x\"")]
    [InlineData("xlink:href=\"data:image/pngx,x\"")]
    [InlineData("href=\"https://evil.example/x.png\"")]
    [InlineData("href=\"java&#9;script:alert(1)\"")]
    [InlineData("fill=\"url(https://evil.example/x)\"")]
    [InlineData("fill=\"URL( 'https://evil.example/x' )\"")]
    [InlineData("fill=\"u\\72l(https://evil.example/x)\"")]
    [InlineData("style=\"fill:url(&quot;//evil.example/x&quot;)\"")]
    [InlineData("xml:base=\"https://evil.example/\"")]
    [InlineData("xmlns:i=\"http://ns.adobe.com/i\" i:knockout=\"Off\"")]
    public void Attributes_that_run_or_lead_out_of_the_file_are_left_out(string hostile) =>
        Assert.Equal(
            Bake(Files.Svg("<image width=\"1\" />"), BakedImage.Credential, Files.Jws),
            Bake(Files.Svg($"<image {hostile} width=\"1\" />", " xmlns:xlink=\"http://www.w3.org/1999/xlink\""), BakedImage.Credential, Files.Jws));

    [Theory]
    [InlineData("<use href=\"#a\" />")]
    [InlineData("<image href=\"data:image/png;base64,iVBORw0KGgo=\" />")]
    [InlineData("<image href=\"data:image/jpeg;base64,/9j/\" />")]
    [InlineData("<rect fill=\"url(#g)\" style=\"stroke:url('#g')\" transform=\"rotate(45)\" />")]
    [InlineData("<style>.a{fill:url( \"#g\" );transform:rotate(45deg)}</style>")]
    [InlineData("<text xml:space=\"preserve\">a <tspan>&lt;b&gt;</tspan> (c)\n</text>")]
    public void What_a_drawing_needs_stays(string drawing) =>
        Assert.Contains($"/>{drawing}</svg>", Bake(Files.Svg(drawing), BakedImage.Credential, Files.Jws), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("<svg/>")]
    [InlineData("<html xmlns=\"http://www.w3.org/1999/xhtml\"/>")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><g>")]
    [InlineData("<!DOCTYPE svg><svg xmlns=\"http://www.w3.org/2000/svg\"/>")]
    public void Nothing_is_baked_into_what_is_no_whole_svg(string file) => Assert.Null(SvgBaking.Bake(Encoding.UTF8.GetBytes(file), BakedImage.Credential, Files.Jws));

    [Fact]
    public void Nothing_is_baked_into_what_was_cut_off()
    {
        var whole = Encoding.UTF8.GetBytes(Files.Svg("<g fill=\"red\"><style>a{}</style><text>ü</text><script>x</script></g>"));

        Assert.All(Enumerable.Range(0, whole.Length), length => Assert.Null(SvgBaking.Bake(whole.AsSpan(0, length), BakedImage.Credential, Files.Jws)));
    }

    [Theory]
    [MemberData(nameof(Foreign))]
    public void What_others_baked_is_read(string how, string svg)
    {
        Assert.NotEmpty(how);
        Assert.Equal(new Unbaked.Credential(Files.Json, "openbadges"), Unbake(svg));
    }

    [Theory]
    [InlineData("<openbadges:assertion verify=\"https://example.org/1\"/>", "https://example.org/1")]
    [InlineData("<openbadges:assertion verify=\"a.b.c\">\n</openbadges:assertion>", "a.b.c")]
    public void Without_a_body_the_attribute_is_read(string element, string text) =>
        Assert.Equal(new Unbaked.Credential(text, "openbadges"), Unbake(Files.Svg(element, $" {V2}")));

    [Theory]
    [InlineData("")]
    [InlineData("<g/>")]
    public void A_credential_goes_before_an_assertion(string between) =>
        Assert.Equal(
            new Unbaked.Credential(Files.Jws, "openbadgecredential"),
            Unbake(Files.Svg($"<openbadges:assertion {V2}>{{}}</openbadges:assertion>{between}<openbadges:credential {V3} verify=\"{Files.Jws}\"/>")));

    [Theory]
    [InlineData("")]
    [InlineData("<credential>{}</credential><assertion>{}</assertion>")]
    [InlineData("<openbadges:assertion xmlns:openbadges=\"http://openbadges.org\"/>")]
    public void An_svg_without_a_badge_has_nothing(string content) => Assert.Equal(new Unbaked.Nothing(), Unbake(Files.Svg(content)));

    [Theory]
    [InlineData("<!DOCTYPE svg [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]><svg>&b;</svg>")]
    [InlineData("<!DOCTYPE svg [<!ENTITY file SYSTEM \"file:///etc/passwd\">]><svg>&file;</svg>")]
    [InlineData("<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\"><svg/>")]
    public void Entities_and_document_types_are_refused(string svg) =>
        Assert.Equal(new Unbaked.Unreadable("This SVG declares a document type or entities, which are not accepted."), Unbake(svg));

    [Fact]
    public void An_svg_that_is_nested_too_deeply_is_refused()
    {
        string Nested(int depth) => Files.Svg(string.Concat(Enumerable.Repeat("<g>", depth)) + string.Concat(Enumerable.Repeat("</g>", depth)));

        Assert.Equal(new Unbaked.Nothing(), Unbake(Nested(60)));
        Assert.Equal(new Unbaked.Unreadable("This SVG is too deeply nested or has too many attributes."), Unbake(Nested(500_000)));
    }

    [Fact]
    public void A_file_that_is_cut_off_says_so()
    {
        var whole = Encoding.UTF8.GetBytes(Files.Svg($"<g/><openbadges:credential {V3}>{Body}</openbadges:credential>"));
        var badge = whole.AsSpan().LastIndexOf("</openbadges"u8);

        Assert.All(Enumerable.Range(1, badge + 10), length => Assert.Equal(Unbaked.CutOff(), SvgBaking.Unbake(whole.AsSpan(0, length))));
    }

    [Fact]
    public void A_text_in_another_encoding_is_told()
    {
        var svg = Files.Svg($"<openbadges:assertion {V2}>{{\"name\":\"Müller\"}}</openbadges:assertion>");

        Assert.Equal(Unbaked.NotUtf8(), SvgBaking.Unbake(Encoding.Latin1.GetBytes(svg)));
    }

    [Fact]
    public void The_longest_text_is_read_and_a_longer_one_is_not()
    {
        var longest = new string('ü', Unbaked.MaxTextBytes / 2);

        Assert.Equal(new Unbaked.Credential(longest, "openbadges"), Unbake(Files.Svg($"<openbadges:assertion {V2}>{longest}</openbadges:assertion>")));
        Assert.Equal(Unbaked.TextTooLong(), Unbake(Files.Svg($"<openbadges:assertion {V2}>{longest}x</openbadges:assertion>")));
        Assert.Equal(Unbaked.TextTooLong(), Unbake(Files.Svg($"<openbadges:assertion {V2} verify=\"{longest}x\"/>")));
    }

    [Theory]
    [InlineData("<html><p>svg</p></html>")]
    [InlineData("<svg><g></svg>")]
    [InlineData("<svg>&unknown;</svg>")]
    [InlineData("<svg a=\"1\" a=\"2\"></svg>")]
    [InlineData("<svg><openbadges:assertion></openbadges:assertion></svg>")]
    [InlineData("<svg xmlns:o=\"http://openbadges.org\"><o:assertion><b/></o:assertion></svg>")]
    public void What_is_no_svg_is_told(string file) => Assert.Equal(Unbaked.NoImage(), Unbake(file));

    private static string Bake(string svg, string keyword, string text) => Encoding.UTF8.GetString(SvgBaking.Bake(Encoding.UTF8.GetBytes(svg), keyword, text)!);

    private static Unbaked Unbake(string svg) => SvgBaking.Unbake(Encoding.UTF8.GetBytes(svg));

    private static IEnumerable<string> Shape(XDocument svg) => svg.Descendants().Select(element =>
        $"{element.Name} {string.Join(' ', element.Attributes().Where(one => !one.IsNamespaceDeclaration))} {(element.HasElements ? "" : element.Value)}");
}
