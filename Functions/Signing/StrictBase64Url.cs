using System.Buffers.Text;

namespace BadgeFunctions.Functions.Signing;

/// <summary>Base64url (RFC 4648, 5) without padding, of which each text has one spelling: what is signed or stands in an address cannot be written otherwise.</summary>
internal static class StrictBase64Url
{
    /// <summary>The bytes; null for what is none, and for the spellings that other decoders take besides.</summary>
    public static byte[]? Decode(string text)
    {
        if (!Base64Url.IsValid(text))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        return Base64Url.EncodeToString(bytes) == text ? bytes : null;
    }
}
