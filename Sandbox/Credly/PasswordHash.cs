using System.Security.Cryptography;

namespace BadgeFunctions.Sandbox.Credly;

/// <summary>A password as it is kept: PBKDF2 with a salt of its own.</summary>
public sealed record PasswordHash(byte[] Salt, byte[] Hash)
{
    private const int Iterations = 100_000;
    private const int Length = 32;

    public static PasswordHash Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return new PasswordHash(salt, Derive(password, salt));
    }

    public bool Matches(string password) => CryptographicOperations.FixedTimeEquals(Hash, Derive(password, Salt));

    private static byte[] Derive(string password, byte[] salt) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA256, Length);
}
