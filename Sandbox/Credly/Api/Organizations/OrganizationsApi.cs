namespace BadgeFunctions.Sandbox.Credly.Api.Organizations;

/// <summary>The organization itself, and its webhooks' settings. Source: credly.com/docs/organizations.</summary>
internal static class OrganizationsApi
{
    public static void MapOrganizations(this IEndpointRouteBuilder organizations)
    {
        organizations.MapGet("", (OrganizationDocuments documents) => CredlyAnswers.Data(new[] { documents.Whole() }));
        organizations.MapGet("/{organization}", (OrganizationDocuments documents) => CredlyAnswers.Data(documents.Whole()));
        organizations.MapPut("/{organization}", Change);
    }

    /// <summary>Who may issue for whom: nobody else, here. Source: credly.com/docs/issuer_authorizations.</summary>
    public static void MapIssuerAuthorizations(this IEndpointRouteBuilder organization)
    {
        organization.MapGet("/issuers", (HttpRequest request) => CredlyPage.Of<object>(request, [], one => one));
        organization.MapGet("/grantors", (HttpRequest request) => CredlyPage.Of<object>(request, [], one => one));
    }

    private static IResult Change(RequestFields fields, CredlyOrganization ours, OrganizationDocuments documents)
    {
        var attributes = CredlyOrganization.Attributes.Where(fields.Has).ToDictionary(name => name, fields.Text);
        if (attributes.TryGetValue("name", out var name) && string.IsNullOrWhiteSpace(name))
        {
            return CredlyErrors.Invalid(new AttributeError("name", "can't be blank"));
        }

        // Credly wants https; the app is on this machine.
        if (attributes.TryGetValue("webhook_url", out var url) && !string.IsNullOrEmpty(url)
            && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
        {
            return CredlyErrors.Invalid(new AttributeError("webhook_url", "is invalid"));
        }

        ours.Change(attributes, fields.Has("allowed_webhooks") ? fields.Texts("allowed_webhooks") : null);
        return CredlyAnswers.Data(documents.Whole());
    }
}
