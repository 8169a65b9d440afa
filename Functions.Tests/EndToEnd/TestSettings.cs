using System.Security.Cryptography;
using System.Text.Json;
using BadgeFunctions.Sandbox;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>What tests, the Sandbox and the app agree on.</summary>
internal static class TestSettings
{
    public const string CredlyKey = "test-credly-key";
    public const string CertificationKey = "test-certification-key";
    public const string OfficeKey = "test-office-key";

    /// <summary>The key of JWT, as a setting.</summary>
    public static string JwtKey { get; } = Convert.ToBase64String(RSA.Create(2048).ExportPkcs8PrivateKey());

    /// <summary>The Sandbox's.</summary>
    public static SandboxOptions Sandbox { get; } = new()
    {
        SendGridApiKey = "SG.test",
        CredlyOrganizationId = "0c3f1a7e-2b64-4f6e-9f5d-7a1f5c0e9b11",
        CredlyToken = "credly-token",
        WebhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=",
        CallbackSecret = "whsec_Y2FsbGJhY2tzIGFyZSBzaWduZWQgd2l0aCB0aGlzIQ==",
        CredlyFunctionKey = CredlyKey,
        CertificationFunctionKey = CertificationKey,
    };

    /// <summary>The sample's function keys; the key's name is its caller's.</summary>
    public static IReadOnlyDictionary<string, string?> FunctionKeys { get; } =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryFolder.Root, "local.settings.sample.json"))).RootElement.GetProperty("Values").EnumerateObject()
            .Select(setting => setting.Name.Split("__"))
            .Where(name => name[0] == "FunctionKeys")
            .ToDictionary(name => string.Join(':', name), name => (string?)$"test-{name[^1]}-key");

    /// <summary>The settings that point an app at a Sandbox and at its tables.</summary>
    public static Dictionary<string, string?> Defaults(SandboxApplication sandbox, string tables) => new(FunctionKeys)
    {
        ["Web:PublicUrl"] = sandbox.Addresses.App,
        ["Web:OrganisationName"] = "Test Certification Body",
        ["Web:ContactAddress"] = "badges@example.org",
        ["Tables:ConnectionString"] = tables,
        ["Awards:WebhookSecrets:0"] = Sandbox.WebhookSecret,
        ["Signing:Keys:0"] = Convert.ToBase64String(new byte[32]),
        ["Signing:AddressKey"] = Convert.ToBase64String(new byte[32]),
        ["OpenBadges:SigningKey"] = Convert.ToBase64String(new byte[32]),
        ["OpenBadges:JwtKey"] = JwtKey,
        ["Email:FromAddress"] = "badges@example.org",
        ["Email:FromName"] = "Badges",
        ["SendGrid:ApiKey"] = Sandbox.SendGridApiKey,
        ["SendGrid:Host"] = sandbox.Addresses.Sandbox,
        ["SendGrid:WebhookPublicKeys:0"] = sandbox.SendGridEvents.PublicKey,
        ["Credly:BaseAddress"] = $"{sandbox.Addresses.Sandbox}/v1/",
        ["Credly:OrganizationId"] = Sandbox.CredlyOrganizationId,
        ["Credly:AuthorizationToken"] = Sandbox.CredlyToken,
    };

    /// <summary>The same as variables of an app that is a process of its own.</summary>
    public static Dictionary<string, string> Variables(SandboxApplication sandbox, string tables) => Defaults(sandbox, tables)
        .ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value!);
}
