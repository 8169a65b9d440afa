using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using BadgeFunctions.Functions.Languages;
using BadgeFunctions.Sandbox.Processes;
using static BadgeFunctions.Functions.Languages.Texts;

namespace BadgeFunctions.Functions.Tests.Languages;

/// <summary>The texts of the source code and their translations.</summary>
public sealed partial class TextsTests
{
    // Names, and words that a language has in common with English.
    private static readonly string[] SameEverywhere = ["E-mail", "Name: {0}", "Signature", "Status"];

    private static readonly string Folder = Path.Combine(RepositoryFolder.Root, "Functions");

    private static readonly Lazy<IReadOnlySet<string>> InCode = new(ReadCode);

    public static TheoryData<string> Translated => [.. Language.All.Where(language => language != Language.English).Select(language => language.Tag)];

    [Fact]
    public void The_code_has_texts() => Assert.True(InCode.Value.Count > 100, $"{InCode.Value.Count} texts");

    [Theory]
    [MemberData(nameof(Translated))]
    public void Every_text_is_translated(string tag) => Assert.Empty(InCode.Value.Except(Read(tag).Keys).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Translated))]
    public void No_translation_is_left_over(string tag) => Assert.Empty(Read(tag).Keys.Except(InCode.Value).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Translated))]
    public void No_text_stands_there_in_english(string tag) =>
        Assert.DoesNotContain(Read(tag), text => text.Key == text.Value && !SameEverywhere.Contains(text.Key) && Word().IsMatch(Placeholder().Replace(text.Key, "")));

    [Theory]
    [MemberData(nameof(Translated))]
    public void A_translation_says_what_the_text_says_of_names_and_days(string tag) =>
        Assert.Empty(Read(tag).Where(text => !Placeholders(text.Key).SequenceEqual(Placeholders(text.Value))).Select(text => $"{text.Key} -> {text.Value}"));

    [Theory]
    [MemberData(nameof(Translated))]
    public void Translations_are_in_the_order_of_the_texts(string tag) =>
        Assert.Equal(Read(tag).Keys.Order(StringComparer.Ordinal), Read(tag).Keys);

    [Theory]
    [MemberData(nameof(Translated))]
    public void A_translation_is_found_by_its_text(string tag)
    {
        var (text, translation) = Read(tag).First(text => !Placeholder().IsMatch(text.Key));
        var before = CultureInfo.CurrentUICulture;
        try
        {
            Language.Find(tag)!.Use();

            Assert.Equal(translation, L(text));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    /// <summary>Words between tags, and in the attributes that are read out, that are not said by <c>L</c>.</summary>
    [Fact]
    public void No_page_has_a_text_of_its_own()
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*.razor", SearchOption.AllDirectories).Where(IsSource))
        {
            var markup = Code().Replace(File.ReadAllText(file), "");
            markup = Expression().Replace(Comment().Replace(markup, ""), "");
            Assert.All(
                Text().Matches(markup).Concat(ReadOut().Matches(markup)),
                text => Assert.False(Word().IsMatch(text.Groups[1].Value), $"{Path.GetFileName(file)}: {text.Groups[1].Value.Trim()}"));
        }
    }

    private static OrderedDictionary<string, string> Read(string tag) => new(
        XDocument.Load(Path.Combine(Folder, "Languages", $"Texts.{tag}.resx")).Root!.Elements("data")
            .Select(text => KeyValuePair.Create(text.Attribute("name")!.Value, text.Element("value")!.Value)));

    private static IEnumerable<string> Placeholders(string text) => Placeholder().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal);

    private static HashSet<string> ReadCode()
    {
        HashSet<string> texts = [];
        foreach (var file in Directory.EnumerateFiles(Folder, "*.*", SearchOption.AllDirectories)
            .Where(file => (file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal)) && IsSource(file) && Path.GetFileName(file) != "Texts.cs"))
        {
            var source = File.ReadAllText(file);
            var said = Said().Matches(source);
            Assert.True(said.Count == Call().Count(source), $"{file} says a text that is not one literal.");
            texts.UnionWith(said.Select(match => Regex.Unescape(match.Groups[1].Value)));
        }

        return texts;
    }

    private static bool IsSource(string file) =>
        !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    [GeneratedRegex("""(?<![\w.])L\(\s*"((?:[^"\\]|\\.)*)"\s*[,)]""")]
    private static partial Regex Said();

    [GeneratedRegex("""(?<![\w.])L\(""")]
    private static partial Regex Call();

    [GeneratedRegex("""\{\d+\}""")]
    private static partial Regex Placeholder();

    [GeneratedRegex("""\p{L}{2,}""")]
    private static partial Regex Word();

    [GeneratedRegex("""(?s)^@code \{.*""", RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex("""(?s)@\*.*?\*@|<!--.*?-->|<!DOCTYPE html>""")]
    private static partial Regex Comment();

    // Statements to the end of their line, and expressions with their brackets.
    [GeneratedRegex("""(?m)^\s*@(?:using|inject|if|else|foreach|switch|namespace)\b.*$|^\s*(?:else(?: if)?\b.*|case .*|break;|\}.*)$|@(?:[\w.]+)?(?:\((?>[^()]+|\((?<d>)|\)(?<-d>))*(?(d)(?!))\)|\[[^\]]*\]|[\w.]+)""")]
    private static partial Regex Expression();

    [GeneratedRegex(""">([^<>]*)<""")]
    private static partial Regex Text();

    [GeneratedRegex(""""\s(?:alt|title|aria-label|placeholder|Title|Text)="([^"]*)"""")]
    private static partial Regex ReadOut();
}
