using System.Security.Cryptography;
using System.Text;

namespace BadgeFunctions.EmbeddedHost.Http;

/// <summary>The keys that callers show, from the configuration section <c>FunctionKeys</c>.</summary>
/// <remarks>
/// <c>FunctionKeys:default</c> opens every function of level Function, <c>FunctionKeys:{function}</c> one of them,
/// <c>FunctionKeys:_master</c> everything. A key that is not configured opens nothing.
/// </remarks>
internal sealed class FunctionKeys(IConfiguration configuration)
{
    public const string QueryParameter = "code";

    private const string Header = "x-functions-key";

    public bool Admits(HttpRequest request, string functionName, AuthorizationLevel level)
    {
        var shown = (request.Headers.TryGetValue(Header, out var header) ? header : request.Query[QueryParameter]).ToString();
        string[] names = level is AuthorizationLevel.Function ? ["_master", "default", functionName] : ["_master"];
        return level is AuthorizationLevel.Anonymous
            || names.Aggregate(false, (admitted, name) => Matches(shown, configuration[$"FunctionKeys:{name}"]) | admitted);
    }

    // Digests have one length, so that the comparison does not tell the key's.
    private static bool Matches(string shown, string? key) =>
        !string.IsNullOrEmpty(key) && CryptographicOperations.FixedTimeEquals(Digest(shown), Digest(key));

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
