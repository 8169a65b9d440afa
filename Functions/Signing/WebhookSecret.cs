using System.Diagnostics.CodeAnalysis;

namespace BadgeFunctions.Functions.Signing;

/// <summary>A symmetric secret in the form that Standard Webhooks writes it (<c>whsec_</c> and base64).</summary>
internal static class WebhookSecret
{
    private const string Prefix = "whsec_";

    /// <exception cref="FormatException">The text is no such secret.</exception>
    public static byte[] Read(string text) => TryRead(text, out var key) ? key : throw new FormatException("This is no webhook secret.");

    public static bool TryRead(string? text, [NotNullWhen(true)] out byte[]? key)
    {
        key = null;
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var buffer = new byte[text.Length];
        if (!Convert.TryFromBase64String(text[Prefix.Length..], buffer, out var length) || length is < 24 or > 64)
        {
            return false;
        }

        key = buffer[..length];
        return true;
    }
}
