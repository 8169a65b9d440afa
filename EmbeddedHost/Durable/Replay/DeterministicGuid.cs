using System.Security.Cryptography;
using System.Text;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Name-based ids (RFC 9562, version 5), the same in every replay.</summary>
internal static class DeterministicGuid
{
    private static readonly byte[] Namespace = Guid.Parse("6b1f0a52-4c0b-4f0e-9d55-3c3f0b6e6a51").ToByteArray(bigEndian: true);

    public static Guid Create(string name)
    {
        // Version 5 is SHA-1 by definition; nothing here is a secret.
#pragma warning disable CA5350
        var hash = SHA1.HashData([.. Namespace, .. Encoding.UTF8.GetBytes(name)]).AsSpan(0, 16);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
