using System.Globalization;
using System.Text.Json;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.Web;
using static BadgeFunctions.Functions.OpenBadges.JsonText;

namespace BadgeFunctions.Functions.Verification;

/// <summary>What a credential says of itself, checked without anybody's help: its dates and its recipient. Pure.</summary>
internal static class CredentialDates
{
    /// <summary>Whether it is valid now (W3C Verifiable Credentials 2.0, 4.9).</summary>
    public static Check Check(JsonElement credential, DateTimeOffset now)
    {
        var (from, until) = (InstantOf(credential, "validFrom") ?? InstantOf(credential, "issuanceDate"), InstantOf(credential, "validUntil") ?? InstantOf(credential, "expirationDate"));
        return (from, until) switch
        {
            (null, _) => new(CheckName.Dates, CheckResult.NotChecked, L("It does not say from when it is valid.")),
            ({ } start, _) when now < start => new(CheckName.Dates, CheckResult.Failed, L("It is not valid yet: it becomes valid on {0}.", Day(start))),
            (_, { } end) when now >= end => new(CheckName.Dates, CheckResult.Failed, L("It has expired: it was valid until {0}.", Day(end))),
            ({ } start, { } end) => new(CheckName.Dates, CheckResult.Passed, L("It is valid from {0} to {1}.", Day(start), Day(end))),
            ({ } start, null) => new(CheckName.Dates, CheckResult.Passed, L("It is valid from {0} and does not expire.", Day(start))),
        };
    }

    /// <summary>Whether it is about who has an e-mail address (Open Badges 3.0, 9.3 Verify the Recipient Using an Identifier).</summary>
    public static Check Recipient(JsonElement credential, string address)
    {
        var identifiers = credential.TryGetProperty("credentialSubject"u8, out var subject) && subject.ValueKind is JsonValueKind.Object
            && subject.TryGetProperty("identifier"u8, out var all) && all.ValueKind is JsonValueKind.Array
                ? all.EnumerateArray().Where(one => TextOf(one, "identityType") is "emailAddress").ToArray()
                : [];
        return identifiers.Length == 0
            ? new(CheckName.Recipient, CheckResult.NotChecked, L("It does not say which e-mail address it was issued to."))
            : Array.Exists(identifiers, one => IsOf(one, address))
                ? new(CheckName.Recipient, CheckResult.Passed, L("It was issued to this e-mail address."))
                : new(CheckName.Recipient, CheckResult.Failed, L("It was issued to another e-mail address."));
    }

    /// <summary>An instant; null for what is none.</summary>
    public static DateTimeOffset? InstantOf(JsonElement credential, string name) =>
        TextOf(credential, name) is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : null;

    private static bool IsOf(JsonElement identity, string address)
    {
        var (known, salt) = (TextOf(identity, "identityHash") ?? "", TextOf(identity, "salt") ?? "");
        return identity.TryGetProperty("hashed"u8, out var hashed) && hashed.ValueKind is JsonValueKind.True
            ? known.Equals(CredentialRecipient.HashOf(address, salt), StringComparison.OrdinalIgnoreCase)
            : Badges.EmailAddress.AreSame(known, address);
    }

    private static string Day(DateTimeOffset instant) => DisplayText.Day(DateOnly.FromDateTime(instant.UtcDateTime));
}
