using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace BadgeFunctions.Functions.Web;

/// <summary>Reads a theme: a JSON file, and beside it the logo that it names.</summary>
internal static partial class ThemeFile
{
    // It is on every page, and a page is to stay below 50 KiB.
    private const int MaxLogoBytes = 20 * 1024;

    private const int MaxText = 300;

    private const string Resources = "theme/";

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private static readonly string[] Root = ["name", "logo", "address", "website", "legal", "fonts", "light", "dark"];

    private static readonly string[] Legal = ["imprint", "privacy", "terms", "accessibility"];

    /// <summary>The theme that the app brings along.</summary>
    public static Theme ReadDefault()
    {
        List<FieldError> errors = [];
        return Read("theme.json", ReadResource, errors) ?? throw new InvalidOperationException($"The app's own theme is wrong: {string.Join("; ", errors)}");
    }

    /// <summary>The theme of a file; null when <paramref name="errors"/> has what is wrong with it.</summary>
    /// <param name="path">Where it lies; a relative one counts from the app's own folder.</param>
    /// <param name="errors">Everything that is wrong with it.</param>
    public static Theme? Read(string path, List<FieldError> errors)
    {
        var full = Path.GetFullPath(path, AppContext.BaseDirectory);
        return Read(Path.GetFileName(full), name => ReadFile(Path.Combine(Path.GetDirectoryName(full)!, name)), errors);
    }

    private static Theme? Read(string file, Func<string, byte[]?> open, List<FieldError> errors)
    {
        if (open(file) is not { } content)
        {
            errors.Add(new FieldError(file, "cannot be read"));
            return null;
        }

        if (Parse(content, out var reason) is not { ValueKind: JsonValueKind.Object } root)
        {
            errors.Add(new FieldError(file, $"is no JSON object{reason}"));
            return null;
        }

        var theme = new FieldReader(root, "", errors);
        RefuseUnknown(root, "", Root, errors);
        var legal = Optional(theme, root, "legal", Legal, errors);
        var fonts = Required(theme, root, "fonts", ["text", "heading"], errors);
        var (text, heading) = (FontOf(fonts, "text"), FontOf(fonts, "heading"));
        var (light, dark) = (ColoursOf(theme, root, "light", errors), ColoursOf(theme, root, "dark", errors));
        var read = new Theme(LogoOf(theme, open, errors)!, text, heading, light!, dark!)
        {
            Name = theme.OptionalText("name", MaxText, _ => true, ""),
            Address = theme.OptionalText("address", MaxText, _ => true, ""),
            Website = theme.OptionalUrl("website"),
            Imprint = legal?.OptionalUrl("imprint"),
            Privacy = legal?.OptionalUrl("privacy"),
            Terms = legal?.OptionalUrl("terms"),
            Accessibility = legal?.OptionalUrl("accessibility"),
        };
        return errors.Count > 0 ? null : read;
    }

    private static JsonElement? Parse(byte[] content, out string reason)
    {
        try
        {
            reason = "";
            // Editors on Windows begin a file with a byte order mark.
            return JsonElement.Parse(Encoding.UTF8.GetString(content).TrimStart('\uFEFF'), Lenient);
        }
        catch (JsonException e)
        {
            reason = $": {e.Message}";
            return null;
        }
    }

    private static string FontOf(FieldReader fonts, string name) =>
        fonts.Text(name, MaxText, text => Font().IsMatch(text), "is no list of CSS font names");

    private static ThemeColours? ColoursOf(FieldReader theme, JsonElement root, string name, List<FieldError> errors)
    {
        var before = errors.Count;
        var all = Enum.GetValues<ThemeColour>();
        var section = Required(theme, root, name, [.. all.Select(ThemeColours.NameOf)], errors);
        var colours = all.ToDictionary(
            colour => colour,
            colour => section.Text(ThemeColours.NameOf(colour), 7, text => Colour().IsMatch(text), "is no colour such as #0b5cad"));
        if (errors.Count > before)
        {
            return null;
        }

        var read = new ThemeColours(colours);
        errors.AddRange(read.LowContrasts().Select(reason => new FieldError($"{name}:", reason)));
        return read;
    }

    private static Asset? LogoOf(FieldReader theme, Func<string, byte[]?> open, List<FieldError> errors)
    {
        var before = errors.Count;
        var name = theme.Text("logo", 100, text => LogoName().IsMatch(text), "is no name of an .svg or .png file beside the theme");
        if (errors.Count > before)
        {
            return null;
        }

        if (open(name) is not { Length: > 0 and <= MaxLogoBytes } content)
        {
            theme.Refuse("logo", $"is no file beside the theme that can be read and has at most {MaxLogoBytes / 1024} KiB");
            return null;
        }

        return Asset.Of($"logo{Path.GetExtension(name)}", content);
    }

    private static FieldReader? Optional(FieldReader theme, JsonElement root, string name, string[] known, List<FieldError> errors) =>
        theme.Has(name) ? Required(theme, root, name, known, errors) : null;

    private static FieldReader Required(FieldReader theme, JsonElement root, string name, string[] known, List<FieldError> errors)
    {
        if (root.TryGetProperty(name, out var section) && section.ValueKind is JsonValueKind.Object)
        {
            RefuseUnknown(section, $"{name}.", known, errors);
        }

        return theme.Object(name);
    }

    // What is misspelt would be left out without a word.
    private static void RefuseUnknown(JsonElement section, string path, string[] known, List<FieldError> errors) =>
        errors.AddRange(section.EnumerateObject().Select(property => property.Name).Except(known)
            .Select(name => new FieldError($"{path}{name}", $"is not known; there are {string.Join(", ", known)}")));

    private static byte[]? ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static byte[]? ReadResource(string name)
    {
        using var stream = typeof(ThemeFile).Assembly.GetManifestResourceStream($"{Resources}{name}");
        if (stream is null)
        {
            return null;
        }

        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    [GeneratedRegex(@"^#[0-9a-fA-F]{6}\z")]
    private static partial Regex Colour();

    // Nothing that could end the declaration.
    [GeneratedRegex(@"^(""[\w .-]+""|[\w -]+)(, *(""[\w .-]+""|[\w -]+))*\z")]
    private static partial Regex Font();

    [GeneratedRegex(@"^[\w-][\w.-]*\.(svg|png)\z")]
    private static partial Regex LogoName();
}
