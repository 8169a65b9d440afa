using BadgeFunctions.Sandbox.Credly.Api.Organizations;

namespace BadgeFunctions.Sandbox.Credly.Api.Tokens;

/// <summary>Listing, creating and rotating authorization tokens. Source: credly.com/docs/authorization_tokens.</summary>
internal static class AuthorizationTokensApi
{
    public static void MapAuthorizationTokens(this IEndpointRouteBuilder organization)
    {
        var api = organization.MapGroup("/authorization_tokens").RequireScope("authorization_tokens");
        api.MapGet("", (HttpRequest request, CredlyTokens tokens, CredlySignIn signIn, OrganizationDocuments documents) =>
        {
            // Who may only read sees only what may only read.
            var isReader = signIn.AuthorizationTokenIn(request) is { IsReadOnly: true };
            return CredlyPage.Of(request, [.. tokens.All.Where(token => !isReader || token.IsReadOnly)], documents.Of);
        });
        api.MapPost("", Create);
        api.MapPost("/rotate", Rotate);
    }

    private static IResult Create(RequestFields fields, CredlyTokens tokens, OrganizationDocuments documents)
    {
        // Assumed: a right that is not asked for is not given, but to read.
        return CredlyAnswers.Created(documents.Of(tokens.Create(
            fields.Text("description"),
            fields.Flag("read_enabled") ?? true,
            fields.Flag("write_enabled") ?? false,
            fields.Flag("delete_enabled") ?? false)));
    }

    private static IResult Rotate(
        RequestFields fields, HttpRequest request, CredlyTokens tokens, CredlySignIn signIn, OrganizationDocuments documents)
    {
        // Assumed: the token that is named, or else the one that the request is signed in with.
        var id = (fields.Text("token_id") ?? fields.Text("id")) is { } named
            ? Guid.TryParse(named, out var guid) ? guid : Guid.Empty
            : signIn.AuthorizationTokenIn(request)?.Id;
        return id is { } known && tokens.Rotate(known) is { } rotated ? CredlyAnswers.Data(documents.Of(rotated)) : CredlyErrors.NotFound();
    }
}
