using System.Globalization;

namespace BadgeFunctions.Sandbox.Credly;

/// <summary>The codes of countries by their English names.</summary>
internal static class CredlyCountries
{
    private static readonly IReadOnlyDictionary<string, string> Codes = CultureInfo.GetCultures(CultureTypes.SpecificCultures)
        .Select(culture => new RegionInfo(culture.Name))
        .Where(region => region.TwoLetterISORegionName.All(char.IsAsciiLetter))
        .DistinctBy(region => region.EnglishName)
        .ToDictionary(region => region.EnglishName, region => region.TwoLetterISORegionName, StringComparer.OrdinalIgnoreCase);

    public static string? CodeOf(string? name) => name is null ? null : Codes.GetValueOrDefault(name);
}
