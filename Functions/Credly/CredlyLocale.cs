namespace BadgeFunctions.Functions.Credly;

/// <summary>The languages that Credly takes. Source: credly.com/docs/issued_badges, <c>locale</c>.</summary>
internal static class CredlyLocale
{
    private static readonly string[] Supported =
        ["en", "fr", "de", "ko", "ja", "zh-CN", "pt", "es-ES", "es-US", "fr-CA", "pt-BR"];

    /// <summary>The best match: the tag itself, its language, the first regional form of its language, or English.</summary>
    public static string For(string locale)
    {
        var language = locale.Split('-')[0];
        return Find(tag => tag.Equals(locale, StringComparison.OrdinalIgnoreCase))
            ?? Find(tag => tag.Equals(language, StringComparison.OrdinalIgnoreCase))
            ?? Find(tag => tag.StartsWith($"{language}-", StringComparison.OrdinalIgnoreCase))
            ?? "en";
    }

    private static string? Find(Predicate<string> rule) => Array.Find(Supported, rule);
}
