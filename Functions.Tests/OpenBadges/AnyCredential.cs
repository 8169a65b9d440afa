using System.Text;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.OpenBadges;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

/// <summary>Credentials of every kind, by a seed: each optional field there and not there, and texts that others trip over.</summary>
internal static class AnyCredential
{
    public const string Did = "did:web:badges.example.org";

    private static readonly string[] Texts =
    [
        "Certified Project Manager, Level C",
        "",
        " ",
        "\"quoted\" \\ back\\slash\\n",
        "line\nfeed\rreturn\ttab\bback\fform",
        "\u0000\u0001\u001f\u007f\u0080\u009f",
        "\u2028\u2029\uFEFF\u200E\u202E",
        "<script>alert('&amp;')</script> ]]> --> {{x}}",
        "Čeština Ελληνικά العربية 王小明 हिन्दी",
        "😀\uD83C\uDF93 e\u0301 \u00e9",
        "\uFF46\uFF4F\uFF4F",
        "\U0010FFFF\uFFFD\uE000",
        "@id _:b0 <http://a> \"x\"^^<y> .",
        "did:web:badges.example.org",
        "a\\u0041b",
        new string('x', 3000),
    ];

    /// <summary>The credential of a seed: the same for the same.</summary>
    public static Credential Of(int seed, string did = Did)
    {
        var random = new Random(seed);
        var id = new Uri($"https://badges.example.org/badges/{random.Next():x}");
        var issuer = new IssuerProfile(did, Text(random), new Uri("https://badges.example.org/"))
        {
            Email = Maybe(random, () => "badges@example.org"),
            Image = Maybe(random, () => new Uri("https://badges.example.org/assets/logo.png")),
        };
        var achievement = new CredentialAchievement(
            new Uri($"https://badges.example.org/achievements/{random.Next(5)}"),
            CredentialAchievement.TypeOf(Pick(random, Enum.GetValues<BadgeCategory>())),
            Text(random),
            Text(random),
            Text(random))
        {
            Image = Maybe(random, () => new Uri("https://badges.example.org/badge-images/a?x=%22&y=ü#z")),
            // Tags are the only texts whose order counts; the library on Node sorts by UTF-16 units, and not by code points as RDFC-1.0 says.
            Tags = [.. Many(random, 4, () => Text(random)).Where(tag => !tag.Any(char.IsSurrogate))],
            Alignments = Many(random, 4, () => new Alignment(
                Text(random),
                new Uri("https://www.ipma.world/icb4"),
                Maybe(random, () => Text(random)),
                Maybe(random, () => Text(random)),
                Maybe(random, () => Text(random)))),
            Language = Maybe(random, () => "en"),
        };
        var list = new Uri($"https://badges.example.org/status-lists/{random.Next(1, 4)}");
        return new Credential(
            id,
            issuer,
            CredentialRecipient.Of(Text(random), "maria.rossi@example.org", Maybe(random, () => $"did:key:z6Mk{random.Next()}")),
            achievement,
            DateTimeOffset.FromUnixTimeSeconds(random.NextInt64(1_500_000_000, 1_700_000_000)),
            new DateOnly(2021, random.Next(1, 13), random.Next(1, 29)),
            new CredentialStatus(list, random.Next(131_072)))
        {
            Description = Text(random),
            ValidUntil = random.Next(2) == 0 ? DateTimeOffset.FromUnixTimeSeconds(random.NextInt64(4_000_000_000, 5_000_000_000)) : null,
            Evidence = Maybe(random, () => new Uri("https://example.org/evidence/7?a=b#c")),
            Results = [.. Many(random, 3, () => 0).Select((_, number) => new AwardResult(
                $"{number} {Text(random)}", Maybe(random, () => Text(random)), Pick(random, Enum.GetValues<ResultType>()), random.Next(2) == 0 ? ResultStatus.Completed : null))],
        };
    }

    private static string Text(Random random)
    {
        if (random.Next(3) > 0)
        {
            return Pick(random, Texts);
        }

        var text = new StringBuilder();
        for (var length = random.Next(40); length > 0; length--)
        {
            // Any scalar value, most of them from where something is escaped.
            var value = random.Next(4) switch { 0 => random.Next(0x110000), 1 => random.Next(0xA0), 2 => random.Next(0x20, 0x7F), _ => random.Next(0x3000) };
            text.Append(Rune.IsValid(value) ? new Rune(value).ToString() : "?");
        }

        return text.ToString();
    }

    private static T Pick<T>(Random random, T[] values) => values[random.Next(values.Length)];

    private static T? Maybe<T>(Random random, Func<T> value)
        where T : class => random.Next(2) == 0 ? value() : null;

    private static IReadOnlyList<T> Many<T>(Random random, int most, Func<T> value) => [.. Enumerable.Range(0, random.Next(most)).Select(_ => value())];
}
