namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>
/// Takes the other forms of the API's addresses for what they mean: <c>/api/v1/...</c>, which documents name, and <c>.json</c> at the end,
/// which some clients write. It comes before all that looks at a path.
/// </summary>
internal sealed class CredlyPaths(RequestDelegate next)
{
    private const string Format = ".json";

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments("/api/v1", out var rest))
        {
            request.Path = $"/v1{rest}";
        }

        if (request.Path.StartsWithSegments("/v1") && request.Path.Value is { } path && path.EndsWith(Format, StringComparison.Ordinal))
        {
            request.Path = path[..^Format.Length];
        }

        return next(context);
    }
}
