using System.Text.Json;
using BadgeFunctions.Functions.OpenBadges;
using NSec.Cryptography;
using static BadgeFunctions.Functions.OpenBadges.JsonText;

namespace BadgeFunctions.Functions.Verification;

/// <summary>Checks signatures by the issuer's keys, and by keys that are names (did:key). Nothing is fetched: a key is never taken from where a credential points to. Pure.</summary>
/// <param name="keys">The issuer's own keys.</param>
/// <param name="jwtKeys">Those of JWT, by the address under which their header names them.</param>
internal sealed class SignatureCheck(IssuerKeys keys, IReadOnlyDictionary<string, JwtKey> jwtKeys)
{
    private const string DidKey = "did:key:";

    private static string Altered => L("The signature does not match. The credential was altered after it was signed, or never signed by its issuer.");

    /// <summary>The credential that was handed in, and whether it is as its issuer signed it.</summary>
    public (JsonElement? Credential, Check Check) Run(Submission submitted) => submitted switch
    {
        Submission.Json(var document) => (document, OfProof(document)),
        Submission.Jwt(var parts) => OfJwt(parts),
        _ => throw new ArgumentException("It has no signature.", nameof(submitted)),
    };

    private Check OfProof(JsonElement document)
    {
        if (!document.TryGetProperty("proof"u8, out var proofs) || (proofs.ValueKind is JsonValueKind.Array && proofs.GetArrayLength() == 0))
        {
            return Failed(L("It is not signed: anyone can have written it."));
        }

        var all = proofs.ValueKind is JsonValueKind.Array ? proofs.EnumerateArray().ToArray() : [proofs];
        var proof = all.FirstOrDefault(one => one.ValueKind is JsonValueKind.Object && TextOf(one, "cryptosuite") == DataIntegrity.Cryptosuite);
        if (proof.ValueKind is not JsonValueKind.Object || TextOf(proof, "type") != DataIntegrity.Type)
        {
            return NotChecked(L("It is signed in a way that this page cannot check."));
        }

        var (method, issuer) = (TextOf(proof, "verificationMethod") ?? "", IssuerOf(document));
        if (TextOf(proof, "proofPurpose") != "assertionMethod")
        {
            return Failed(L("Its signature was made for another purpose than issuing a credential."));
        }

        if (KeyOf(method, issuer) is not { } key)
        {
            return issuer == keys.Did
                ? Failed(L("It is signed with a key that is not its issuer's."))
                : NotChecked(L("Its issuer's key is on another site. This page does not fetch it."));
        }

        try
        {
            return DataIntegrity.Verify(document, proof, key) ? Passed(L("It is exactly as its issuer signed it.")) : Failed(Altered);
        }
        catch (NotCanonicalException e)
        {
            return issuer == keys.Did
                ? Failed(L("It has something at “{0}” that its issuer did not sign.", e.What))
                : NotChecked(L("It has something at “{0}” that this page does not understand, so the signature cannot be checked.", e.What));
        }
    }

    // A key proves something of the issuer whose it is, and of no other one.
    private PublicKey? KeyOf(string method, string? issuer) =>
        issuer == keys.Did ? keys.ProofKeys.GetValueOrDefault(method)
        : issuer?.StartsWith(DidKey, StringComparison.Ordinal) is true && method == $"{issuer}#{issuer[DidKey.Length..]}" ? Multikey.Read(issuer[DidKey.Length..])
        : null;

    private (JsonElement?, Check) OfJwt(JwtParts parts)
    {
        if (Submission.OfJson(parts.Header) is not Submission.Json(var header) || Submission.OfJson(parts.Payload) is not Submission.Json(var payload))
        {
            return (null, Failed(L("This JWT cannot be read: a part of it is not valid JSON.")));
        }

        // The older form of the data model has the credential inside a claim.
        var credential = payload.TryGetProperty("vc"u8, out var inner) && inner.ValueKind is JsonValueKind.Object ? inner : payload;
        return (credential, OfJwt(parts, header, payload, credential));
    }

    private Check OfJwt(JwtParts parts, JsonElement header, JsonElement payload, JsonElement credential)
    {
        var (algorithm, issuer) = (TextOf(header, "alg"), IssuerOf(credential));
        if (algorithm is null or "none" || parts.Signature.Length == 0)
        {
            return Failed(L("It is not signed: anyone can have written it."));
        }

        if (!jwtKeys.TryGetValue(TextOf(header, "kid") ?? "", out var key))
        {
            return issuer == keys.Did
                ? Failed(L("It is signed with a key that is not its issuer's."))
                : NotChecked(L("Its issuer's key is on another site. This page does not fetch it."));
        }

        // The key says how it signs: a header that says otherwise is an attack (RFC 8725, 3.1).
        if (algorithm != key.Algorithm || header.TryGetProperty("crit"u8, out _))
        {
            return Failed(L("Its signature claims another algorithm than that of its issuer's key."));
        }

        if (!key.Verify(parts.Data, parts.Signature))
        {
            return Failed(Altered);
        }

        // Open Badges 3.0, 8.2.4.1: what libraries look at has to be what the credential says.
        return issuer == keys.Did && ClaimsAgree(payload, credential)
            ? Passed(L("It is exactly as its issuer signed it."))
            : Failed(L("The parts of this JWT contradict each other."));
    }

    private static bool ClaimsAgree(JsonElement payload, JsonElement credential) =>
        TextOf(payload, "iss") == IssuerOf(credential)
        && TextOf(payload, "jti") == TextOf(credential, "id")
        && TextOf(payload, "sub") == (credential.TryGetProperty("credentialSubject"u8, out var subject) ? TextOf(subject, "id") : null)
        && SecondsOf(payload, "nbf") == CredentialDates.InstantOf(credential, "validFrom")?.ToUnixTimeSeconds()
        && SecondsOf(payload, "exp") == CredentialDates.InstantOf(credential, "validUntil")?.ToUnixTimeSeconds();

    /// <summary>The id of a credential's issuer; null when it names none.</summary>
    public static string? IssuerOf(JsonElement credential) =>
        TextOf(credential, "issuer") ?? (credential.TryGetProperty("issuer"u8, out var issuer) ? TextOf(issuer, "id") : null);

    private static long? SecondsOf(JsonElement payload, string name) =>
        payload.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var seconds) ? seconds : null;

    private static Check Passed(string explanation) => new(CheckName.Signature, CheckResult.Passed, explanation);

    private static Check Failed(string explanation) => new(CheckName.Signature, CheckResult.Failed, explanation);

    private static Check NotChecked(string explanation) => new(CheckName.Signature, CheckResult.NotChecked, explanation);
}
