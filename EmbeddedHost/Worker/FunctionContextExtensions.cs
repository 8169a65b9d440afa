using BadgeFunctions.EmbeddedHost.Http;
using Microsoft.AspNetCore.Http;

namespace BadgeFunctions.EmbeddedHost;

/// <summary>What an HTTP invocation has beside the common members of its context.</summary>
public static class FunctionContextExtensions
{
    /// <summary>The invocation's HTTP context; null if no HTTP request started it.</summary>
    /// <param name="context">The invocation.</param>
    public static HttpContext? GetHttpContext(this FunctionContext context) =>
        context.Items.TryGetValue(HttpContextItem.Key, out var item) ? item as HttpContext : null;
}
