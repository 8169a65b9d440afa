using System.Globalization;

namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>The fields of "Create a Credly Account".</summary>
public sealed record RegisterForm(
    string FirstName, string LastName, string Email, string Country, string Password, bool WantsNews, bool AgreesToTerms)
{
    private const int MinPasswordLength = 8;

    /// <summary>The countries to choose from, by name.</summary>
    public static IReadOnlyList<string> Countries { get; } =
        [.. CultureInfo.GetCultures(CultureTypes.SpecificCultures)
            .Select(culture => new RegionInfo(culture.Name))
            .Where(region => region.TwoLetterISORegionName.All(char.IsAsciiLetter))
            .Select(region => region.EnglishName)
            .Distinct()
            .Order(StringComparer.Ordinal)];

    public static RegisterForm For(CredlyBadge? badge) =>
        new(badge?.FirstName ?? "", badge?.LastName ?? "", badge?.RecipientEmail ?? "", "", "", false, false);

    public static RegisterForm From(IFormCollection form) => new(
        form["first"].ToString().Trim(),
        form["last"].ToString().Trim(),
        form["email"].ToString().Trim(),
        form["country"].ToString(),
        form["password"].ToString(),
        form.ContainsKey("news"),
        form.ContainsKey("terms"));

    public IEnumerable<string> Problems()
    {
        if (FirstName.Length == 0 || LastName.Length == 0)
        {
            yield return "Enter your first and last name.";
        }

        if (!Email.Contains('@', StringComparison.Ordinal))
        {
            yield return "Enter your e-mail address.";
        }

        if (Password.Length < MinPasswordLength)
        {
            yield return $"Choose a password of at least {MinPasswordLength} characters.";
        }

        if (!AgreesToTerms)
        {
            yield return "Agree to the terms to go on.";
        }
    }
}
