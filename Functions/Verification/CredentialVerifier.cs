using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.Sharing;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;
using static BadgeFunctions.Functions.OpenBadges.JsonText;

namespace BadgeFunctions.Functions.Verification;

/// <summary>
/// Checks what somebody hands in: signature, issuer, dates, status, and on request whose it is. Of what this site issued it knows everything. It
/// asks no address that a credential or a link names, but Credly's API about a badge's id: so nobody can send it anywhere (SSRF).
/// </summary>
internal sealed partial class CredentialVerifier(
    IssuerKeys keys,
    CredentialTable credentials,
    BadgeStore badges,
    PublicBadges published,
    PublicAddress addresses,
    IEnumerable<IBadgePlatform> platforms,
    IOptions<WebOptions> web,
    TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>The report; or why there is none, in the current language.</summary>
    /// <param name="submitted">What was handed in.</param>
    /// <param name="recipient">The e-mail address whose owner it should be about; null when nobody asks.</param>
    /// <param name="cancellationToken">Cancels reading rows and asking Credly.</param>
    public async Task<(Report? Report, string? Reason)> VerifyAsync(Submission submitted, string? recipient, CancellationToken cancellationToken) => submitted switch
    {
        Submission.Unreadable(var reason) => (null, reason),
        Submission.Link(var address) => await VerifyAsync(address, recipient, cancellationToken),
        _ => await VerifySignedAsync(submitted, recipient, cancellationToken),
    };

    private async Task<(Report?, string?)> VerifyAsync(Uri address, string? recipient, CancellationToken cancellationToken)
    {
        if (CredlyBadge().Match(address.AbsoluteUri) is { Success: true } credly)
        {
            return (new Report([await OfCredlyAsync(credly.Groups["id"].Value, cancellationToken)]), null);
        }

        if (address.Authority != web.Value.PublicUrl.Authority)
        {
            return (null, L("This page does not open addresses of other sites. Download the badge there and upload the file here."));
        }

        var slug = OwnBadge().Match(address.AbsolutePath) is { Success: true } own ? own.Groups["slug"].Value : "";
        return await published.FindAsync(slug, cancellationToken) is { Credential: { } issued }
            && await credentials.FindAsync(new CredentialPlace(issued.List, issued.Index), cancellationToken) is { } row
                ? await VerifySignedAsync(Submission.OfJson(row.Credential.Json), recipient, cancellationToken)
                : (null, L("There is no public badge at this address."));
    }

    private async Task<(Report?, string?)> VerifySignedAsync(Submission submitted, string? recipient, CancellationToken cancellationToken)
    {
        var jwtKeys = (await keys.JwtKeysAsync(cancellationToken)).ToDictionary(keys.AddressOf);
        var (found, signature) = new SignatureCheck(keys, jwtKeys).Run(submitted);
        if (found is not { } credential)
        {
            return (new Report([signature]), null);
        }

        var issuer = OfIssuer(credential, signature);
        List<Check> checks = [signature, issuer, CredentialDates.Check(credential, clock.GetUtcNow())];
        // Only what this site signed may say where its status stands.
        checks.AddRange(signature.Result is CheckResult.Passed && issuer.Result is CheckResult.Passed
            ? await OfOwnStatusAsync(credential, cancellationToken)
            : [OfOtherStatus(credential, signature)]);
        if (recipient is not null)
        {
            checks.Add(CredentialDates.Recipient(credential, recipient));
        }

        return (new Report(checks) { Summary = SummaryOf(credential) }, null);
    }

    private Check OfIssuer(JsonElement credential, Check signature)
    {
        var (id, name) = (SignatureCheck.IssuerOf(credential), SummaryOf(credential).Issuer);
        return (id == keys.Did, signature.Result) switch
        {
            (true, CheckResult.Passed) => new(CheckName.Issuer, CheckResult.Passed, L("It was issued by {0}, whose site this is.", DisplayText.Clean(web.Value.OrganisationName))),
            (true, _) => new(CheckName.Issuer, CheckResult.Failed, L("It names {0} as its issuer, but its signature does not prove it.", DisplayText.Clean(web.Value.OrganisationName))),
            // Whatever it calls itself: another id is another issuer, also when it looks alike.
            _ => new(CheckName.Issuer, CheckResult.NotChecked, L("It was not issued by {0}. It says that its issuer is “{1}” ({2}); this page cannot tell whether that is true.", DisplayText.Clean(web.Value.OrganisationName), name, AsciiOf(id))),
        };
    }

    // What looks like a known name in other letters is seen in this form.
    private static string AsciiOf(string? id) => string.Concat((id ?? "?").Select(c => c is > ' ' and < '\x7F' ? c.ToString() : $"\\u{(int)c:X4}")) is { Length: <= 200 } text ? text : "…";

    private async Task<IReadOnlyList<Check>> OfOwnStatusAsync(JsonElement credential, CancellationToken cancellationToken)
    {
        if (PlaceOf(credential) is not { } place
            || await credentials.FindAsync(place, cancellationToken) is not { } issued
            || await badges.FindAsync(issued.Badge, cancellationToken) is not { } badge)
        {
            // Its row was erased: the list still tells.
            var list = PlaceOf(credential) is { } known ? await credentials.ReadStatusAsync(known.List, cancellationToken) : null;
            return list?.Bits.Get(PlaceOf(credential)!.Index) is false
                ? [new(CheckName.Status, CheckResult.Passed, L("It was not revoked."))]
                : [new(CheckName.Status, CheckResult.Failed, L("It was revoked."))];
        }

        var status = await OfBadgeAsync(badge, place, cancellationToken);
        return badge is { PlatformName: PlatformName.Credly, Platform: { } platform }
            ? [status, await OfCredlyAsync(platform.Id, cancellationToken)]
            : [status];
    }

    private async Task<Check> OfBadgeAsync(Badge badge, CredentialPlace place, CancellationToken cancellationToken)
    {
        if (badge.State is BadgeState.Revoked)
        {
            return Failed(badge.RevocationReason is { Length: > 0 } reason ? L("It was revoked: {0}", DisplayText.Clean(reason)) : L("It was revoked."));
        }

        if (badge.Suspension is { } suspension)
        {
            return Failed(L("It has been suspended since {0}.", DisplayText.Day(DateOnly.FromDateTime(suspension.At.UtcDateTime))));
        }

        if (badge.Credential is { } current && (current.List, current.Index) != (place.List, place.Index))
        {
            return Failed(PublicBadges.IsPublic(badge)
                ? L("A newer credential has replaced it: {0}", addresses.UrlOf(badge.Key).AbsoluteUri)
                : L("A newer credential has replaced it. Ask its owner for the new one."));
        }

        return (await credentials.ReadStatusAsync(place.List, cancellationToken))?.Bits.Get(place.Index) is true
            ? Failed(L("It was revoked."))
            : new(CheckName.Status, CheckResult.Passed, L("It was not revoked."));

        static Check Failed(string explanation) => new(CheckName.Status, CheckResult.Failed, explanation);
    }

    private static Check OfOtherStatus(JsonElement credential, Check signature) =>
        signature.Result is CheckResult.Failed ? new(CheckName.Status, CheckResult.NotChecked, L("Only the status of a genuine credential can be checked."))
        : credential.TryGetProperty("credentialStatus"u8, out _) ? new(CheckName.Status, CheckResult.NotChecked, L("Its issuer's site says whether it was revoked. This page does not ask there."))
        : new(CheckName.Status, CheckResult.NotChecked, L("It does not say where its status can be checked."));

    private async Task<Check> OfCredlyAsync(string id, CancellationToken cancellationToken) =>
        await ReadCredlyAsync(id, cancellationToken) switch
        {
            PlatformAnswer.Known { Badge: { Badge.State: PlatformState.Revoked } revoked } =>
                Of(CheckResult.Failed, revoked.RevocationReason is { Length: > 0 } reason ? L("Credly says that it was revoked: {0}", DisplayText.Clean(reason)) : L("Credly says that it was revoked.")),
            // What its earner hides there is nobody's business here.
            PlatformAnswer.Known { Badge.Badge: { State: PlatformState.Accepted, IsPublic: true } } => Of(CheckResult.Passed, L("Credly says that it was accepted and is valid.")),
            PlatformAnswer.Known or PlatformAnswer.Unknown => Of(CheckResult.NotChecked, L("Credly shows no such badge of this organisation.")),
            _ => Of(CheckResult.NotChecked, L("Credly does not answer at the moment. Please try again in a few minutes.")),
        };

    private static Check Of(CheckResult result, string explanation) => new(CheckName.Platform, result, explanation);

    // Null: it took too long. Who checks a badge waits for the page.
    private async Task<PlatformAnswer?> ReadCredlyAsync(string id, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await platforms.First(one => one.Name is PlatformName.Credly).ReadAsync(id, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private CredentialPlace? PlaceOf(JsonElement credential) =>
        credential.TryGetProperty("credentialStatus"u8, out var status)
        && TextOf(status, "statusListCredential") is { } list
        && OwnList().Match(list) is { Success: true } own && list.StartsWith(web.Value.PublicUrl.AbsoluteUri, StringComparison.Ordinal)
        && int.TryParse(own.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && int.TryParse(TextOf(status, "statusListIndex"), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && index < StatusBits.Entries
            ? new CredentialPlace(number, index)
            : null;

    private static Summary SummaryOf(JsonElement credential)
    {
        var subject = Part(credential, "credentialSubject");
        var names = Part(subject, "identifier") is { ValueKind: JsonValueKind.Array } all
            ? all.EnumerateArray().Where(one => TextOf(one, "identityType") is "name").Select(one => TextOf(one, "identityHash"))
            : [];
        return new Summary(
            Shown(TextOf(Part(subject, "achievement"), "name") ?? TextOf(credential, "name")) ?? "?",
            Shown(names.FirstOrDefault()),
            Shown(TextOf(Part(credential, "issuer"), "name") ?? SignatureCheck.IssuerOf(credential)) ?? "?");

        static JsonElement Part(JsonElement element, string name) =>
            element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var part) ? part : default;

        static string? Shown(string? text) => text is null ? null : DisplayText.Clean(text, 200);
    }

    [GeneratedRegex(@"^https://www\.credly\.com/badges/(?<id>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})(/[a-z_]*)?([?#].*)?\z")]
    private static partial Regex CredlyBadge();

    [GeneratedRegex(@"^/badges/(?<slug>[A-Za-z0-9_-]+)(\.[a-z]+)?\z")]
    private static partial Regex OwnBadge();

    [GeneratedRegex(@"/status-lists/(?<number>[1-9][0-9]{0,8})\z")]
    private static partial Regex OwnList();
}
