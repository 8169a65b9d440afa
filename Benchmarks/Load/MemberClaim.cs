using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using BadgeFunctions.Sandbox.Journey;

namespace BadgeFunctions.Benchmarks.Load;

/// <summary>What a member does with the e-mail.</summary>
internal static partial class MemberClaim
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Follows the link in the e-mail to the acceptance on Credly, and waits until the app has it too.</summary>
    public static async Task AcceptAsync(LoadWorld world, LoadedAward award, string mailId, CancellationToken cancellationToken)
    {
        var mail = await world.Http.GetStringAsync($"{world.Addresses.Sandbox}/inbox/{mailId}", cancellationToken);
        var member = award.Achievement.Member;
        using var browser = new MemberBrowser();
        await browser.OpenAsync(new Uri(ClaimLink().Match(mail).Value), cancellationToken);
        await browser.PressAsync("CLAIM BADGE", cancellationToken);
        await browser.PressAsync("GO TO CREDLY", cancellationToken);
        await browser.PressAsync(
            "Create Account",
            cancellationToken,
            ("first", member.GivenName),
            ("last", member.FamilyName),
            ("password", member.Email),
            ("terms", "yes"));
        await browser.PressAsync("Accept Badge", cancellationToken);

        var status = $"{world.Addresses.App}/api/badges/{award.BadgeId}?code={Uri.EscapeDataString(world.Keys.CertificationFunctionKey)}";
        while ((await world.Http.GetFromJsonAsync<JsonElement>(status, cancellationToken)).GetProperty("state").GetString() != "Accepted")
        {
            await Task.Delay(Interval, cancellationToken);
        }
    }

    [GeneratedRegex(@"https?://[^\s""'<>&]+/claim/[^\s""'<>&]+")]
    private static partial Regex ClaimLink();
}
