using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Badges;

/// <summary>E-mail addresses: what is one, and when two are the same. Pure.</summary>
internal static class EmailAddress
{
    /// <summary>The longest address that SMTP can carry (RFC 5321, 4.5.3.1.3, less the angle brackets).</summary>
    public const int MaxLength = 254;

    private const int MaxUserBytes = 64;

    // UTS 46 with the checks of IDNA 2008, as browsers do it.
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>
    /// Whether mail can be sent to a text: a dot-atom (RFC 5321, 4.1.2; RFC 6531, 3.3), <c>@</c>, and a domain name (RFC 5890) of at least
    /// two labels. No quoted names, no address literals, nothing invisible.
    /// </summary>
    public static bool IsValid(string text) =>
        text.Split('@') is [var user, var host]
        && Encoding.UTF8.GetByteCount(user) <= MaxUserBytes
        && user.Split('.').All(atom => atom.Length > 0 && atom.EnumerateRunes().All(IsAtomText))
        && host.EnumerateRunes().All(rune => !DisplayText.IsInvisible(rune) || DisplayText.IsJoiner(rune))
        && AsciiOf(host) is { } ascii
        && Encoding.UTF8.GetByteCount(user) + 1 + ascii.Length <= MaxLength
        && ascii.Split('.') is [_, .., var top]
        && !top.All(char.IsAsciiDigit);

    /// <summary>The form in which addresses are sent: the domain in ASCII, which every mail server understands.</summary>
    public static string ForDelivery(string address) =>
        address.LastIndexOf('@') is >= 0 and var at && AsciiOf(address[(at + 1)..]) is { } host ? $"{address[..at]}@{host}" : address;

    /// <summary>The form in which addresses are compared: case is not what tells two mailboxes apart in practice.</summary>
    public static string Normalize(string address) => ForDelivery(address.Trim()).Normalize(NormalizationForm.FormC).ToLowerInvariant();

    /// <summary>Whether two texts are one address.</summary>
    public static bool AreSame(string one, string other) => Normalize(one) == Normalize(other);

    private static string? AsciiOf(string host)
    {
        try
        {
            return Idn.GetAscii(host) is var ascii && ascii.Split('.').All(label => label.Length > 0) ? ascii.ToLowerInvariant() : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // RFC 5322, 3.2.3, and what is not ASCII (RFC 6531, 3.3).
    private static bool IsAtomText(Rune rune) => rune.IsAscii
        ? Rune.IsLetterOrDigit(rune) || "!#$%&'*+-/=?^_`{|}~".Contains((char)rune.Value, StringComparison.Ordinal)
        : rune != Rune.ReplacementChar && !Rune.IsWhiteSpace(rune) && !DisplayText.IsInvisible(rune);
}

/// <summary>
/// What stands for an address in rows' keys and in links: an HMAC-SHA256 with a key of its own, so that neither tells the address to who
/// guesses it.
/// </summary>
internal sealed class AddressDigest(IOptions<SigningOptions> options)
{
    /// <summary>The field by which forms name one of the member's own addresses.</summary>
    public const string Field = "address";

    private readonly byte[] _key = Convert.FromBase64String(options.Value.AddressKey);

    /// <summary>64 lower-case hexadecimal digits, the same for all spellings of an address (<see cref="EmailAddress.Normalize"/>).</summary>
    public string Of(string address) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(EmailAddress.Normalize(address))));

    /// <summary>The address of an account that a digest stands for; null when none of those that are the member's now is it.</summary>
    public string? FindIn(Account account, string digest) => account.Addresses.FirstOrDefault(address => Of(address) == digest);
}
