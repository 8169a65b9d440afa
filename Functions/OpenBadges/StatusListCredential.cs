using System.Globalization;
using System.Text.Json;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>The credential in which a status list is published. Source: W3C Bitstring Status List 1.0, section 2.2.</summary>
internal static class StatusListCredential
{
    private const string Purpose = "revocation";

    /// <summary>The path of a list.</summary>
    public static string PathOf(int list) => string.Create(CultureInfo.InvariantCulture, $"/status-lists/{list}");

    /// <summary>The credential without its proof. It has no end of validity: a list counts until the next one is fetched.</summary>
    public static byte[] Write(Uri address, string issuer, StatusList list)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteTexts("@context"u8, Vocabulary.CredentialsContext);
            json.WriteString("id", address.AbsoluteUri);
            json.WriteTexts("type"u8, "VerifiableCredential", "BitstringStatusListCredential");
            json.WriteString("issuer", issuer);
            json.WriteString("validFrom", Credential.Text(list.ChangedAt));
            json.WriteStartObject("credentialSubject");
            json.WriteString("id", $"{address.AbsoluteUri}#list");
            json.WriteString("type", "BitstringStatusList");
            json.WriteString("statusPurpose", Purpose);
            json.WriteString("encodedList", list.Bits.Encode());
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
