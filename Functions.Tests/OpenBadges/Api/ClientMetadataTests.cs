using System.Text.Json;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.OpenBadges.Api;

namespace BadgeFunctions.Functions.Tests.OpenBadges.Api;

/// <summary>What an app may say of itself when it registers.</summary>
public sealed class ClientMetadataTests
{
    [Fact]
    public void What_the_specification_s_example_says_is_taken()
    {
        var (client, error) = Read(_ => { });

        Assert.Null(error);
        Assert.Equal(("Example Client Application", false, "https://client.1edtech.org/terms"), (client!.Name, client.IsPublic, client.TermsUri));
        Assert.Equal(["https://client.1edtech.org/Authorize"], client.RedirectUris);
        Assert.Equal(A.Now.ToUnixTimeSeconds(), client.IssuedAt);
    }

    [Theory]
    [InlineData("https://client.1edtech.org/cb?tenant=1")]
    [InlineData("https://client.1edtech.org:8443/cb")]
    [InlineData("http://localhost:8080/cb")]
    [InlineData("http://127.0.0.1/cb")]
    public void Members_can_be_sent_back_to(string address) => Assert.Null(Read(said => said["redirect_uris"] = new JsonArray(address)).Error);

    [Theory]
    [InlineData("http://client.1edtech.org/cb")]
    [InlineData("http://localhost.evil.example/cb")]
    [InlineData("http://[::1]:8080/cb")]
    [InlineData("https://client.1edtech.org/cb#part")]
    [InlineData("https://client.1edtech.org/cb#")]
    [InlineData("https://client.1edtech.org@evil.example/cb")]
    [InlineData("https://clïent.example/cb")]
    [InlineData("https://evil.example/cb")]
    [InlineData("javascript:alert(1)")]
    [InlineData("org.1edtech.client:/cb")]
    [InlineData("/cb")]
    [InlineData("")]
    public void Members_cannot_be_sent_back_to(string address) =>
        Assert.Equal("invalid_redirect_uri", Read(said => said["redirect_uris"] = new JsonArray(address)).Error?.Error);

    [Theory]
    [InlineData("""null""")]
    [InlineData("""[]""")]
    [InlineData("""[7]""")]
    [InlineData("""["\ud800"]""")]
    [InlineData("""["https://client.1edtech.org/1","https://client.1edtech.org/2","https://client.1edtech.org/3","https://client.1edtech.org/4","https://client.1edtech.org/5","https://client.1edtech.org/6"]""")]
    public void There_are_one_to_five_addresses_to_be_sent_back_to(string list)
    {
        var body = JsonElement.Parse($$"""{"client_name":"Wallet","redirect_uris":{{list}}}""");

        Assert.Equal("invalid_redirect_uri", ClientMetadata.Read(body, A.Now).Error?.Error);
    }

    [Theory]
    [InlineData("client_name", null)]
    [InlineData("client_name", "")]
    [InlineData("client_name", "\u200b")]
    [InlineData("client_uri", "http://client.1edtech.org/")]
    [InlineData("policy_uri", "javascript:alert(1)")]
    [InlineData("token_endpoint_auth_method", "private_key_jwt")]
    public void What_is_wrong_is_named(string field, string? value)
    {
        var error = Read(said => said[field] = value).Error!;

        Assert.Equal("invalid_client_metadata", error.Error);
        Assert.StartsWith(field, error.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_and_addresses_that_are_too_long_for_an_id_are_refused()
    {
        Assert.NotNull(Read(said => said["client_name"] = new string('n', 81)).Error);
        Assert.NotNull(Read(said => said["redirect_uris"] = new JsonArray($"https://client.1edtech.org/{new string('p', 300)}")).Error);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("null")]
    public void A_body_that_is_no_object_is_refused(string body) =>
        Assert.Equal("invalid_client_metadata", ClientMetadata.Read(JsonElement.Parse(body), A.Now).Error?.Error);

    private static (OAuthClient? Client, OAuthError? Error) Read(Action<JsonObject> change)
    {
        // Open Badges 3.0, 7.1.1.2.
        var said = JsonNode.Parse("""
            {
              "client_name": "Example Client Application",
              "client_uri": "https://client.1edtech.org/",
              "logo_uri": "https://client.1edtech.org/logo.png",
              "tos_uri": "https://client.1edtech.org/terms",
              "policy_uri": "https://client.1edtech.org/privacy",
              "software_id": "c88b6ed8-269e-448e-99be-7e2ff47167d1",
              "software_version": "v4.0.30319",
              "redirect_uris": ["https://client.1edtech.org/Authorize"],
              "token_endpoint_auth_method": "client_secret_basic",
              "grant_types": ["authorization_code", "refresh_token"],
              "response_types": ["code"],
              "scope": "https://purl.imsglobal.org/spec/ob/v3p0/scope/credential.readonly offline_access"
            }
            """)!.AsObject();
        change(said);
        return ClientMetadata.Read(JsonElement.Parse(said.ToJsonString()), A.Now);
    }
}
