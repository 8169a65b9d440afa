using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.OpenBadges;

namespace BadgeFunctions.Benchmarks.Credentials;

/// <summary>A certificate as a certification body awards it, with everything that its badges usually have.</summary>
internal static class SampleCredential
{
    private static readonly Uri Site = new("https://badges.example.org/");

    /// <summary>The credential of a number: each has its own recipient and place.</summary>
    public static Credential Of(string did, int number) => new(
        new Uri(Site, $"badges/{number:D22}"),
        new IssuerProfile(did, "International Project Management Association", Site)
        {
            Email = "badges@example.org",
            Image = new Uri(Site, "assets/logo.png"),
        },
        CredentialRecipient.Of("Maria Rossi", $"maria.rossi.{number}@example.org", did: null),
        new CredentialAchievement(
            new Uri(Site, "achievements/level-c-project-manager"),
            "Certification",
            "Certified Project Manager, Level C",
            "Certified in managing projects of moderate complexity, assessed against a competence baseline.",
            "Passed the written exam and the interview; showed three years of experience in managing projects.")
        {
            Image = new Uri(Site, "badge-images/level-c-project-manager"),
            Tags = ["Project management", "Leadership", "Stakeholder engagement"],
            Alignments = [new Alignment("Leadership", new Uri("https://www.ipma.world/icb4"), "4.4.5", "IPMA Individual Competence Baseline 4.0", null)],
            Language = "en",
        },
        DateTimeOffset.FromUnixTimeSeconds(1_619_514_000),
        new DateOnly(2021, 4, 27),
        new CredentialStatus(new Uri(Site, "status-lists/1"), number % 131_072))
    {
        Description = "Maria Rossi earned the badge “Certified Project Manager, Level C”. It was awarded by International Project Management Association on 27 April 2021.",
        ValidUntil = DateTimeOffset.FromUnixTimeSeconds(2_092_824_000),
        Evidence = new Uri("https://example.org/evidence/4711"),
        Results = [new AwardResult("Written exam", "87", ResultType.Percent, null)],
    };
}
