namespace BadgeFunctions.Sandbox.Credly.Api.Tokens;

/// <summary>An authorization token of the organization's. Source: credly.com/docs/authorization_tokens.</summary>
internal sealed record CredlyToken(
    Guid Id, string Token, string? Description, bool ReadEnabled, bool WriteEnabled, bool DeleteEnabled, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt)
{
    public bool IsReadOnly => !WriteEnabled && !DeleteEnabled;

    /// <summary>Whether it lets a request of this method in.</summary>
    public bool Allows(string method) => HttpMethods.IsGet(method) ? ReadEnabled : HttpMethods.IsDelete(method) ? DeleteEnabled : WriteEnabled;
}
