using BadgeFunctions.Sandbox.Credly.Api.Badges;
using BadgeFunctions.Sandbox.Credly.Api.Employees;
using BadgeFunctions.Sandbox.Credly.Api.Events;
using BadgeFunctions.Sandbox.Credly.Api.OpenBadges;
using BadgeFunctions.Sandbox.Credly.Api.Organizations;
using BadgeFunctions.Sandbox.Credly.Api.Templates;
using BadgeFunctions.Sandbox.Credly.Api.Tokens;

namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>Credly's API (v1), as far as an organization issues and follows badges with it. Source: credly.com/docs/web_service_api.</summary>
internal static class CredlyApi
{
    public static void AddCredlyApi(this IServiceCollection services)
    {
        services.AddSingleton<CredlyOrganization>().AddSingleton<CredlyLinks>();
        services.AddSingleton<CredlyTokens>().AddSingleton<CredlySignIn>();
        // By the real clock also where tests set another: what is measured are real requests.
        services.AddSingleton(new CredlyLimit(TimeProvider.System));
        services.AddSingleton<CredlyEmployees>();
        services.AddSingleton<OrganizationDocuments>().AddSingleton<TemplateDocuments>().AddSingleton<CredlyDocuments>();
        services.AddSingleton<EventDocuments>().AddSingleton<OpenBadgeDocuments>();
    }

    public static void MapCredlyApi(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/oauth/token", (RequestFields fields, CredlySignIn signIn) => signIn.Issue(fields));
        routes.MapOpenBadges();

        var organizations = routes.MapGroup("/v1/organizations").AddEndpointFilter(CredlyGate.EnterAsync);
        organizations.MapOrganizations();
        var organization = organizations.MapGroup("/{organization}");
        organization.MapIssuedBadges();
        organization.MapBadgeTemplates();
        organization.MapEvents();
        organization.MapEmployees();
        organization.MapAuthorizationTokens();
        organization.MapIssuerAuthorizations();
    }
}
