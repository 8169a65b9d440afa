using System.Collections.Frozen;
using System.Text.RegularExpressions;
using System.Xml;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>
/// What a badge's SVG is drawn with (SVG 1.1 and 2). Only that is copied: no script, event, animation, HTML, foreign data or reference out of the file, so
/// that the copy can neither run nor fetch anything.
/// </summary>
internal static partial class SvgDrawing
{
    public const string Namespace = "http://www.w3.org/2000/svg";

    private const string XLink = "http://www.w3.org/1999/xlink";

    private const string Xml = "http://www.w3.org/XML/1998/namespace";

    private static readonly FrozenSet<string> Elements = FrozenSet.Create(
        "circle", "clipPath", "defs", "desc", "ellipse", "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix",
        "feDiffuseLighting", "feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur",
        "feImage", "feMerge", "feMergeNode", "feMorphology", "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence",
        "filter", "g", "image", "line", "linearGradient", "marker", "mask", "path", "pattern", "polygon", "polyline", "radialGradient", "rect", "stop",
        "style", "svg", "switch", "symbol", "text", "textPath", "title", "tspan", "use");

    /// <summary>Copies the content of the element at which the reader is, up to its end.</summary>
    /// <exception cref="XmlException">The file is not well-formed.</exception>
    public static void CopyContent(XmlReader reader, XmlWriter writer)
    {
        if (reader.IsEmptyElement)
        {
            return;
        }

        var depth = reader.Depth;
        reader.Read();
        while (reader.Depth > depth)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.NamespaceURI != Namespace || !Elements.Contains(reader.LocalName):
                    reader.Skip();
                    continue;
                case XmlNodeType.Element when reader.LocalName == "style":
                    // As a whole: comments could stand within a word.
                    if (reader.ReadElementContentAsString() is var css && !LeadsOutside().IsMatch(css))
                    {
                        writer.WriteElementString("style", Namespace, css);
                    }

                    continue;
                case XmlNodeType.Element:
                    var isEmpty = reader.IsEmptyElement;
                    writer.WriteStartElement(reader.LocalName, Namespace);
                    CopyAttributes(reader, writer);
                    if (isEmpty)
                    {
                        writer.WriteEndElement();
                    }

                    break;
                case XmlNodeType.EndElement:
                    writer.WriteEndElement();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    writer.WriteString(reader.Value);
                    break;
            }

            reader.Read();
        }
    }

    /// <summary>Copies the attributes of the element at which the reader is; those that are left out are as if they were not there.</summary>
    public static void CopyAttributes(XmlReader reader, XmlWriter writer)
    {
        while (reader.MoveToNextAttribute())
        {
            switch (reader.NamespaceURI, reader.LocalName)
            {
                case (XLink, "href") when IsWithin().IsMatch(reader.Value):
                    writer.WriteAttributeString("xlink", "href", XLink, reader.Value);
                    break;
                case (Xml, "space" or "lang"):
                    writer.WriteAttributeString("xml", reader.LocalName, Xml, reader.Value);
                    break;
                case ("", var name) when name == "href" ? IsWithin().IsMatch(reader.Value) : !IsEvent(name) && !LeadsOutside().IsMatch(reader.Value):
                    writer.WriteAttributeString(name, reader.Value);
                    break;
            }
        }

        reader.MoveToElement();
    }

    private static bool IsEvent(string attribute) => attribute.StartsWith("on", StringComparison.OrdinalIgnoreCase);

    // An element of this file, or a picture that holds nothing but pixels.
    [GeneratedRegex("^(#|data:image/(png|jpeg|webp)[;,])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IsWithin();

    // CSS functions with an address that is no element of this file; imports; and escapes, which could spell either.
    [GeneratedRegex("""\\|@import|javascript:|(url|src|image|image-set)\((?>\s*["']?)(?!#)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LeadsOutside();
}
