using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Badges;

/// <summary>
/// The addresses of public pages: the badge's id, enciphered, so that nobody can guess one and no table has to know them. One block of AES is
/// a permutation of 128 bits. The key is the one that is for good, as addresses stand in profiles and on paper.
/// </summary>
internal sealed class PublicAddress(IOptions<SigningOptions> signing, IOptions<WebOptions> web)
{
    private const int SlugBytes = 16;

    private readonly byte[] _key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Convert.FromBase64String(signing.Value.AddressKey), 32, info: Encoding.UTF8.GetBytes("public-address"));

    /// <summary>The page's path.</summary>
    public string PathOf(BadgeKey badge) => $"/badges/{SlugOf(badge)}";

    /// <summary>The page's absolute address.</summary>
    public Uri UrlOf(BadgeKey badge) => new(web.Value.PublicUrl, PathOf(badge));

    /// <summary>The id of the badge whose address ends so; null for what is no address. Whether there is such a badge is another question.</summary>
    public string? BadgeIdOf(string slug)
    {
        // Strict: a badge has one address, not one for each spelling of its last bits.
        if (StrictBase64Url.Decode(slug) is not { Length: SlugBytes } bytes)
        {
            return null;
        }

        using var cipher = Cipher();
        return Convert.ToHexStringLower(cipher.DecryptEcb(bytes, PaddingMode.None));
    }

    private string SlugOf(BadgeKey badge)
    {
        using var cipher = Cipher();
        return Base64Url.EncodeToString(cipher.EncryptEcb(Convert.FromHexString(badge.BadgeId), PaddingMode.None));
    }

    private Aes Cipher()
    {
        var cipher = Aes.Create();
        cipher.Key = _key;
        return cipher;
    }
}
