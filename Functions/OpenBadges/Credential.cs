using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>What a credential says: an <c>OpenBadgeCredential</c> (Open Badges 3.0, B.1.2; W3C Verifiable Credentials 2.0, 4).</summary>
/// <param name="Id">Its address. A correction has the same one and a later <see cref="ValidFrom"/>, by which verifiers tell which is newer.</param>
/// <param name="Issuer">Who issues it.</param>
/// <param name="Recipient">Who it is about.</param>
/// <param name="Achievement">What they achieved.</param>
/// <param name="ValidFrom">When it was made.</param>
/// <param name="AwardedOn">The day of the achievement.</param>
/// <param name="Status">Where its status stands.</param>
internal sealed record Credential(
    Uri Id,
    IssuerProfile Issuer,
    CredentialRecipient Recipient,
    CredentialAchievement Achievement,
    DateTimeOffset ValidFrom,
    DateOnly AwardedOn,
    CredentialStatus Status)
{
    /// <summary>The specification's JSON schema, which the credential names.</summary>
    public const string Schema = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json";

    // Text stays as it is written: the document is data, and no part of a page.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>In a sentence, in the member's language: wallets show it.</summary>
    public required string Description { get; init; }

    /// <summary>The first instant at which it is no longer valid; null for ever.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Where the evidence can be read.</summary>
    public Uri? Evidence { get; init; }

    /// <summary>What came out of exams and the like.</summary>
    public IReadOnlyList<AwardResult> Results { get; init; } = [];

    /// <summary>The credential as JSON (UTF-8), not signed yet.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(4 * 1024);
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            Write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>An instant as credentials write it: whole seconds, UTC (XML Schema 1.1, 3.3.7).</summary>
    public static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteTexts("@context"u8, Vocabulary.CredentialsContext, Vocabulary.OpenBadgesContext, Vocabulary.ExtensionsContext);
        json.WriteString("id"u8, Id.AbsoluteUri);
        json.WriteTexts("type"u8, "VerifiableCredential", "OpenBadgeCredential");
        json.WriteString("name"u8, Achievement.Name);
        json.WriteString("description"u8, Description);
        json.WritePropertyName("issuer"u8);
        Issuer.Write(json);
        json.WriteString("validFrom"u8, Text(ValidFrom));
        if (ValidUntil is { } end)
        {
            json.WriteString("validUntil"u8, Text(end));
        }

        json.WriteString("awardedDate"u8, $"{AwardedOn:yyyy-MM-dd}T00:00:00Z");
        WriteSubject(json);
        if (Evidence is { } evidence)
        {
            json.WriteStartArray("evidence"u8);
            json.WriteStartObject();
            json.WriteString("id"u8, evidence.AbsoluteUri);
            json.WriteTexts("type"u8, "Evidence");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        Status.Write(json);
        json.WriteStartArray("credentialSchema"u8);
        json.WriteStartObject();
        json.WriteString("id"u8, Schema);
        json.WriteString("type"u8, "1EdTechJsonSchemaValidator2019");
        json.WriteEndObject();
        json.WriteEndArray();
        // The same address has what took its place.
        json.WriteStartObject("refreshService"u8);
        json.WriteString("id"u8, Id.AbsoluteUri);
        json.WriteString("type"u8, "1EdTechCredentialRefresh");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteSubject(Utf8JsonWriter json)
    {
        json.WriteStartObject("credentialSubject"u8);
        json.WriteString("id"u8, Recipient.Id);
        json.WriteTexts("type"u8, "AchievementSubject");
        Recipient.WriteIdentifiers(json);
        Achievement.Write(json, Issuer, Results);
        if (Results.Count > 0)
        {
            json.WriteStartArray("result"u8);
            foreach (var (number, result) in Results.Index())
            {
                CredentialResults.Write(json, result, Achievement.ResultId(number));
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}

/// <summary>The issuer (Open Badges 3.0, B.1.20 Profile).</summary>
/// <param name="Did">Its DID.</param>
/// <param name="Name">The certification body's name.</param>
/// <param name="Url">Its website.</param>
internal sealed record IssuerProfile(string Did, string Name, Uri Url)
{
    /// <summary>The address that people write to.</summary>
    public string? Email { get; init; }

    /// <summary>Its logo.</summary>
    public Uri? Image { get; init; }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, Did);
        json.WriteTexts("type"u8, "Profile");
        json.WriteString("name"u8, Name);
        json.WriteString("url"u8, Url.AbsoluteUri);
        if (Email is not null)
        {
            json.WriteString("email"u8, Email);
        }

        json.WriteImage(Image);
        json.WriteEndObject();
    }
}

/// <summary>Who a credential is about: their e-mail address stands in it as a salted hash, so that only who knows it can compare.</summary>
/// <param name="Id">Their DID, or a URN that stands for them in this credential alone.</param>
/// <param name="Name">Their name as they write it.</param>
/// <param name="AddressHash">See <see cref="HashOf"/>.</param>
/// <param name="Salt">The hash's salt.</param>
internal sealed record CredentialRecipient(string Id, string Name, string AddressHash, string Salt)
{
    /// <summary>The recipient under a new salt.</summary>
    public static CredentialRecipient Of(string fullName, string address, string? did)
    {
        var salt = RandomNumberGenerator.GetHexString(32, lowercase: true);
        return new CredentialRecipient(did ?? $"urn:uuid:{Guid.NewGuid()}", fullName, HashOf(address, salt), salt);
    }

    /// <summary>The identity hash of an address (Open Badges 3.0, B.2.4 IdentityHash): <c>sha256$</c> and the digest of address and salt.</summary>
    public static string HashOf(string address, string salt) =>
        $"sha256${Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(EmailAddress.Normalize(address) + salt)))}";

    public void WriteIdentifiers(Utf8JsonWriter json)
    {
        json.WriteStartArray("identifier"u8);
        WriteIdentifier(json, "emailAddress", AddressHash, Salt);
        WriteIdentifier(json, "name", Name, salt: null);
        json.WriteEndArray();
    }

    private static void WriteIdentifier(Utf8JsonWriter json, string type, string value, string? salt)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "IdentityObject");
        json.WriteBoolean("hashed"u8, salt is not null);
        json.WriteString("identityHash"u8, value);
        json.WriteString("identityType"u8, type);
        if (salt is not null)
        {
            json.WriteString("salt"u8, salt);
        }

        json.WriteEndObject();
    }
}

/// <summary>Where a credential's status stands (W3C Bitstring Status List 1.0, 2.1). Open Badges allows one entry a credential.</summary>
/// <param name="List">The status list's address.</param>
/// <param name="Index">The credential's bit.</param>
internal sealed record CredentialStatus(Uri List, int Index)
{
    public void Write(Utf8JsonWriter json)
    {
        var index = Index.ToString(CultureInfo.InvariantCulture);
        json.WriteStartObject("credentialStatus"u8);
        json.WriteString("id"u8, $"{List.AbsoluteUri}#{index}");
        json.WriteString("type"u8, "BitstringStatusListEntry");
        json.WriteString("statusPurpose"u8, "revocation");
        json.WriteString("statusListIndex"u8, index);
        json.WriteString("statusListCredential"u8, List.AbsoluteUri);
        json.WriteEndObject();
    }
}
