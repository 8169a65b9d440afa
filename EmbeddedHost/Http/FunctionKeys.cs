using System.Security.Cryptography;
using System.Text;

namespace BadgeFunctions.EmbeddedHost.Http;

/// <summary>The keys that callers show, from the configuration section <c>FunctionKeys</c>.</summary>
/// <remarks>
/// <c>FunctionKeys:{function}:{name}</c> opens one function of level Function, <c>FunctionKeys:default</c> all of them,
/// <c>FunctionKeys:_master</c> everything, as on Azure (https://learn.microsoft.com/azure/azure-functions/function-keys-how-to).
/// A key that is not configured opens nothing.
/// </remarks>
internal sealed class FunctionKeys(IConfiguration configuration)
{
    public const string QueryParameter = "code";

    private const string Header = "x-functions-key";

    public bool Admits(HttpRequest request, string functionName, AuthorizationLevel level)
    {
        var shown = (request.Headers.TryGetValue(Header, out var header) ? header : request.Query[QueryParameter]).ToString();
        return level is AuthorizationLevel.Anonymous
            || KeysOf(functionName, level).Aggregate(false, (admitted, key) => Matches(shown, key) | admitted);
    }

    private IEnumerable<string?> KeysOf(string functionName, AuthorizationLevel level)
    {
        var keys = configuration.GetSection("FunctionKeys");
        return level is AuthorizationLevel.Function
            ? [keys["_master"], keys["default"], .. keys.GetSection(functionName).GetChildren().Select(key => key.Value)]
            : [keys["_master"]];
    }

    // Digests have one length, so that the comparison does not tell the key's.
    private static bool Matches(string shown, string? key) =>
        !string.IsNullOrEmpty(key) && CryptographicOperations.FixedTimeEquals(Digest(shown), Digest(key));

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
