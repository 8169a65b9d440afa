using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>
/// Badges as Open Badges 2.0 has them, for backpacks that know no other: hosted documents, which are true because they stand at their address
/// (www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html, HostedBadge Verification).
/// </summary>
internal sealed class OpenBadges2(CredentialIssuer issuer, PublicAddress addresses, StableDigest digests, IOptions<WebOptions> web)
{
    private const string Context = "https://w3id.org/openbadges/v2";
    private const string IssuerPath = "issuer/2.0";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>That somebody was awarded a badge. Whose it is stands in it as a salted hash.</summary>
    public string AssertionOf(Badge badge)
    {
        // The same each time, so that the document is; credentials have salts of their own.
        var salt = digests.Of("open-badges-2", badge.Key.BadgeId);
        return Write(
            "Assertion",
            AddressOf(badge),
            ("recipient", ObjectOf(
                ("type", "email"), ("hashed", true), ("salt", salt), ("identity", CredentialRecipient.HashOf(badge.Recipient.Email, salt)))),
            ("badge", BadgeClassAddressOf(badge.TemplateCode)),
            ("verification", ObjectOf(("type", "HostedBadge"))),
            ("image", $"{AddressOf(badge)}.png"),
            ("issuedOn", $"{badge.AwardedOn:yyyy-MM-dd}T00:00:00Z"),
            ("expires", badge.ExpiresOn is { } lastDay ? Credential.Text(Validity.EndOf(lastDay)) : null),
            ("evidence", badge.Evidence?.AbsoluteUri));
    }

    /// <summary>That it was taken back. Why stays between the member and the certification body, as on the badge's page.</summary>
    public string RevocationOf(Badge badge) => Write("Assertion", AddressOf(badge), ("revoked", true));

    /// <summary>What the badges of a template are awarded for.</summary>
    public string BadgeClassOf(BadgeTemplate template)
    {
        var achievement = issuer.AchievementOf(template, template.Name);
        return Write(
            "BadgeClass",
            BadgeClassAddressOf(template.Code),
            ("name", achievement.Name),
            ("description", achievement.Description),
            ("image", achievement.Image?.AbsoluteUri),
            ("criteria", ObjectOf(("narrative", achievement.Criteria))),
            ("issuer", At(IssuerPath)),
            ("tags", new JsonArray([.. achievement.Tags.Select(tag => JsonValue.Create(tag))])),
            ("alignment", new JsonArray([.. achievement.Alignments.Select(alignment => ObjectOf(
                ("targetName", alignment.Name),
                ("targetUrl", alignment.Url.AbsoluteUri),
                ("targetCode", alignment.Code),
                ("targetFramework", alignment.Framework),
                ("targetDescription", alignment.Description)))])));
    }

    /// <summary>The certification body. Open Badges 2.0 wants an address to write to, <c>Web:ContactAddress</c>.</summary>
    public string Issuer() => Write(
        "Issuer",
        At(IssuerPath),
        ("name", issuer.Profile.Name),
        ("url", issuer.Profile.Url.AbsoluteUri),
        ("email", issuer.Profile.Email),
        ("image", issuer.Profile.Image?.AbsoluteUri));

    private static string Write(string type, string address, params (string Name, JsonNode? Value)[] members) =>
        ObjectOf([("@context", Context), ("type", type), ("id", address), .. members]).ToJsonString(Plain);

    // Without what there is not.
    private static JsonObject ObjectOf(params (string Name, JsonNode? Value)[] members) =>
        new(members.Where(member => member.Value is not null and not JsonArray { Count: 0 }).Select(member => KeyValuePair.Create(member.Name, member.Value)));

    private string AddressOf(Badge badge) => At($"{addresses.PathOf(badge.Key)}/2.0");

    private string BadgeClassAddressOf(string templateCode) => At($"achievements/{templateCode}/2.0");

    private string At(string path) => new Uri(web.Value.PublicUrl, path).AbsoluteUri;
}
