namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>Signs credentials as the issuer.</summary>
internal interface ICredentialSigner
{
    /// <summary>The issuer's DID.</summary>
    string Did { get; }

    /// <summary>Adds a Data Integrity proof (<c>eddsa-rdfc-2022</c>). The same credential and time are signed alike.</summary>
    byte[] Sign(ReadOnlySpan<byte> unsignedJson, DateTimeOffset created);
}
