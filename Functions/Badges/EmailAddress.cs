using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;

namespace BadgeFunctions.Functions.Badges;

/// <summary>E-mail addresses: what is one, and when two are the same.</summary>
internal static class EmailAddress
{
    /// <summary>The longest address that SMTP can carry (RFC 5321, 4.5.3.1.3, less the angle brackets).</summary>
    public const int MaxLength = 254;

    public static bool IsValid(string text) =>
        text.Length <= MaxLength
        && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or '"' or ',' or ';' or '(' or ')')
        && MailAddress.TryCreate(text, out var address)
        && address.Address == text
        && address.User.Length <= 64
        && IsDomain(address.Host);

    /// <summary>The form in which addresses are compared: case is not what tells two mailboxes apart in practice.</summary>
    public static string Normalize(string address) => address.Trim().Normalize(NormalizationForm.FormC).ToLowerInvariant();

    /// <summary>The row's name of an address: it tells nothing to who reads keys in logs.</summary>
    public static string Digest(string address) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Normalize(address))));

    private static bool IsDomain(string host) =>
        host.Contains('.', StringComparison.Ordinal)
        && host.Split('.').All(label => label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-');
}
