using System.Text;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using System.Xml;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>Credentials in SVG images: an element directly after the <c>svg</c> tag (Open Badges 3.0, 5.3.2; Open Badges 2.0 Baking).</summary>
internal static class SvgBaking
{
    private const int MaxDepth = 64;

    // XmlReader compares those of one tag with each other: a million take it half a minute.
    private const int MaxAttributes = 10_000;

    private const string Prefix = "openbadges";

    private static readonly BadgeElement Credential = new("credential", "https://purl.imsglobal.org/ob/v3p0", BakedImage.Credential);

    private static readonly BadgeElement Assertion = new("assertion", "http://openbadges.org", BakedImage.Assertion);

    /// <summary>Whether a file begins as XML.</summary>
    public static bool IsXml(ReadOnlySpan<byte> file) => file.TrimStart("\uFEFF \t\r\n"u8).StartsWith("<"u8);

    /// <summary>
    /// Puts a text into an image, in place of an earlier one, and leaves out what is no drawing (<see cref="SvgDrawing"/>): scripts, links, other data.
    /// Null when the file is no whole SVG.
    /// </summary>
    /// <param name="svg">The image.</param>
    /// <param name="keyword"><see cref="BakedImage.Credential"/> or <see cref="BakedImage.Assertion"/>.</param>
    /// <param name="text">JSON or a compact JWS.</param>
    public static byte[]? Bake(ReadOnlySpan<byte> svg, string keyword, string text)
    {
        var badge = keyword == BakedImage.Credential ? Credential : Assertion;
        using var baked = new MemoryStream();
        try
        {
            using var reader = Open(TextOf(svg));
            if (reader.MoveToContent() != XmlNodeType.Element || reader is not { LocalName: "svg", NamespaceURI: SvgDrawing.Namespace })
            {
                return null;
            }

            using var writer = XmlWriter.Create(baked, new() { Encoding = new UTF8Encoding(false), NewLineHandling = NewLineHandling.None });
            writer.WriteStartElement("svg", SvgDrawing.Namespace);
            writer.WriteAttributeString("xmlns", Prefix, null, badge.Namespace);
            SvgDrawing.CopyAttributes(reader, writer);
            Write(writer, badge, text);
            SvgDrawing.CopyContent(reader, writer);
            writer.WriteEndElement();
        }
        catch (XmlException)
        {
            return null;
        }

        return baked.ToArray();
    }

    /// <summary>What is baked into an SVG: the first credential, or else the first assertion. Never throws.</summary>
    public static Unbaked Unbake(ReadOnlySpan<byte> file)
    {
        var xml = TextOf(file);
        if (!Utf8.IsValid(file))
        {
            return IsWhole(xml) ? Unbaked.NotUtf8() : Unbaked.CutOff();
        }

        if (IsCrowded(xml))
        {
            return TooMuch();
        }

        Unbaked? assertion = null;
        try
        {
            using var reader = Open(xml);
            if (reader.MoveToContent() != XmlNodeType.Element || reader.LocalName != "svg")
            {
                return Unbaked.NoImage();
            }

            while (!reader.EOF)
            {
                if (reader.Depth > MaxDepth)
                {
                    return assertion ?? TooMuch();
                }

                if (Credential.IsAt(reader))
                {
                    return Read(reader, Credential);
                }

                if (assertion is null && Assertion.IsAt(reader))
                {
                    assertion = Read(reader, Assertion);
                }
                else
                {
                    reader.Read();
                }
            }
        }
        catch (XmlException)
        {
            return assertion ?? Problem(xml);
        }

        return assertion ?? new Unbaked.Nothing();
    }

    private static string TextOf(ReadOnlySpan<byte> file) => Encoding.UTF8.GetString(file).Trim('\uFEFF', ' ', '\t', '\r', '\n');

    // No entity is resolved and nothing is fetched: each needs a DTD.
    private static XmlReader Open(string xml) => XmlReader.Create(new StringReader(xml), new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = BakedImage.MaxFileBytes,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    });

    private static void Write(XmlWriter writer, BadgeElement badge, string text)
    {
        writer.WriteStartElement(Prefix, badge.Name, badge.Namespace);
        if (!text.StartsWith('{'))
        {
            writer.WriteAttributeString("verify", text);
        }
        else
        {
            if (badge == Assertion && (string?)JsonNode.Parse(text)?["id"] is { } address)
            {
                writer.WriteAttributeString("verify", address);
            }

            // The only characters that JSON may hold as they are and XML may not (XML 1.0, 2.2).
            writer.WriteCData(text.Replace("\uFFFE", @"\uFFFE", StringComparison.Ordinal).Replace("\uFFFF", @"\uFFFF", StringComparison.Ordinal));
        }

        writer.WriteEndElement();
    }

    private static Unbaked Read(XmlReader reader, BadgeElement badge)
    {
        var verify = reader.GetAttribute("verify") ?? "";
        var body = reader.ReadElementContentAsString();
        var text = string.IsNullOrWhiteSpace(body) ? verify : body;
        return Encoding.UTF8.GetByteCount(text) > Unbaked.MaxTextBytes ? Unbaked.TextTooLong() : Unbaked.Of(text, badge.Keyword);
    }

    private static Unbaked.Unreadable TooMuch() => new(L("This SVG is too deeply nested or has too many attributes."));

    // Every attribute has its equals sign between the < of its tag and the next one.
    private static bool IsCrowded(ReadOnlySpan<char> xml)
    {
        foreach (var tag in xml.Split('<'))
        {
            if (xml[tag].Count('=') > MaxAttributes)
            {
                return true;
            }
        }

        return false;
    }

    private static Unbaked.Unreadable Problem(string xml) =>
        xml.Contains("<!DOCTYPE", StringComparison.Ordinal) ? new(L("This SVG declares a document type or entities, which are not accepted."))
        : IsWhole(xml) ? Unbaked.NoImage()
        : Unbaked.CutOff();

    // With or without a prefix of the tag.
    private static bool IsWhole(string xml) => xml.EndsWith("svg>", StringComparison.Ordinal);

    private sealed record BadgeElement(string Name, string Namespace, string Keyword)
    {
        public bool IsAt(XmlReader reader) => reader.NodeType == XmlNodeType.Element && reader.LocalName == Name && reader.NamespaceURI == Namespace;
    }
}
