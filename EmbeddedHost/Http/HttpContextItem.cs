namespace BadgeFunctions.EmbeddedHost.Http;

/// <summary>Where an invocation keeps its HTTP context.</summary>
internal static class HttpContextItem
{
    // Microsoft's worker uses the same key, so a context that a test makes up is understood on both hosts.
    public const string Key = "HttpRequestContext";
}
