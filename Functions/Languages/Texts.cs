using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Languages;

/// <summary>
/// What members read, in the language of <see cref="Language.Current"/>. The code says it in English, and <c>Texts.de.resx</c> and its like have
/// the translations under the English text.
/// </summary>
internal sealed class Texts
{
    private static readonly IStringLocalizer Translations =
        new ResourceManagerStringLocalizerFactory(Options.Create(new LocalizationOptions()), NullLoggerFactory.Instance).Create(typeof(Texts));

    private Texts()
    {
    }

    /// <summary>A text in the current language; English where it is not translated.</summary>
    /// <param name="english">The text in English, written out where it is used: tests find it there. <c>{0}</c> stands for the first argument.</param>
    /// <param name="arguments">What stands in the text: names, days, addresses.</param>
    public static string L(string english, params object[] arguments) =>
        arguments.Length == 0 ? Translations[english] : Translations[english, arguments];
}
