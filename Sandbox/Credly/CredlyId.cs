using System.Security.Cryptography;
using System.Text;

namespace BadgeFunctions.Sandbox.Credly;

/// <summary>Ids of what the stand-in keeps no record of: the same for the same thing.</summary>
internal static class CredlyId
{
    public static Guid Of(params IEnumerable<string> parts) => new(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('/', parts))).AsSpan(0, 16));
}
