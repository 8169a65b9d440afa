using BadgeFunctions.Functions.Credly;
using BadgeFunctions.Functions.Credly.Authentication;
using BadgeFunctions.Sandbox;
using Microsoft.Extensions.Options;
using Moq;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Credly.Contract;

/// <summary>What the contract is checked against: the stand-in, or Credly's own sandbox.</summary>
internal sealed class CredlyTarget : IAsyncDisposable
{
    private readonly SandboxApplication? _standIn;
    private readonly CredlyOptions _options;
    private readonly List<string> _issued = [];
    private readonly HttpClient _http;

    private CredlyTarget(SandboxApplication? standIn, CredlyOptions options, string templateId)
    {
        (_standIn, _options, TemplateId) = (standIn, options, templateId);
        (Client, _http) = ClientFor(options);
    }

    /// <summary>An active template that issues to whoever has no badge of it.</summary>
    public string TemplateId { get; }

    public CredlyClient Client { get; }

    /// <summary>The token that the client signs in with.</summary>
    public string? Token => _options.AuthorizationToken;

    public static async Task<CredlyTarget> OpenAsync(string name)
    {
        if (name == CredlySandboxDataAttribute.Name)
        {
            return new CredlyTarget(null, CredlySandboxDataAttribute.Options(), CredlySandboxDataAttribute.TemplateId);
        }

        var standIn = await SandboxApplication.StartAsync(TestSettings.Sandbox, TimeProvider.System);
        standIn.CredlyWebhooks.Deliver = false;
        var options = new CredlyOptions
        {
            BaseAddress = new Uri($"{standIn.Addresses.Sandbox}/v1/"),
            OrganizationId = TestSettings.Sandbox.CredlyOrganizationId,
            AuthorizationToken = TestSettings.Sandbox.CredlyToken,
        };
        return new CredlyTarget(standIn, options, BadgeFunctions.Sandbox.Credly.CredlyTemplate.All[0].Id);
    }

    /// <summary>A client of somebody who has another token.</summary>
    public CredlyClient Stranger() => ClientFor(new CredlyOptions
    {
        BaseAddress = _options.BaseAddress,
        OrganizationId = _options.OrganizationId,
        AuthorizationToken = "not-a-token",
    }).Client;

    /// <summary>A badge for an address that nobody has; no e-mail is sent.</summary>
    public CredlyBadgeRequest Order()
    {
        var id = Guid.NewGuid().ToString("N");
        return new CredlyBadgeRequest(
            $"contract+{id}@example.com", "Contract", "Test", TemplateId, "2024-04-26T00:00:00Z", new CredlyExpiry("2034-04-26T23:59:59Z"), id, "en", true, null);
    }

    public async Task<CredlyBadge> IssueAsync(CredlyBadgeRequest order)
    {
        var answer = await Client.IssueAsync(order, CancellationToken.None);
        Assert.True(answer.Data is not null, answer.Reason);
        return Remember(answer.Data!);
    }

    /// <summary>Notes a badge that is to be removed in the end.</summary>
    public CredlyBadge Remember(CredlyBadge badge)
    {
        _issued.Add(badge.Id);
        return badge;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var id in _issued)
        {
            await Client.DeleteAsync(id, CancellationToken.None);
        }

        _http.Dispose();
        if (_standIn is not null)
        {
            await _standIn.DisposeAsync();
        }
    }

    private static (CredlyClient Client, HttpClient Http) ClientFor(CredlyOptions options)
    {
        var settings = Options.Create(options);
        var tokens = new CredlyAccessTokens(Mock.Of<IHttpClientFactory>(), settings, TimeProvider.System);
        var http = new HttpClient(new CredlyAuthentication(settings, tokens) { InnerHandler = new SocketsHttpHandler() }) { BaseAddress = options.BaseAddress };
        return (new CredlyClient(http, settings), http);
    }
}
