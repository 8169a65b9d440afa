using BadgeFunctions.Functions.Telemetry;
using Microsoft.AspNetCore.Http;

namespace BadgeFunctions.Functions.Tests.Telemetry;

public sealed class SecretAddressesTests
{
    [Theory]
    [InlineData("/claim/s3cret", "/claim/[link]")]
    [InlineData("/claim/s3cret/proceed", "/claim/[link]/proceed")]
    [InlineData("/claim/s3cret?from=my-badges&notice=TokenUsed", "/claim/[link]?from=my-badges&notice=TokenUsed")]
    [InlineData("/my-badges#/claim/s3cret", "/my-badges#/claim/[link]")]
    [InlineData("https://badges.example.org/Sign-In/s3cret?next=1", "https://badges.example.org/Sign-In/[link]?next=1")]
    [InlineData("GET \"/accept/s3cret\" - 200", "GET \"/accept/[link]\" - 200")]
    [InlineData("https://badges.example.org/reminders/s3cret?lang=de", "https://badges.example.org/reminders/[link]?lang=de")]
    [InlineData("/webhooks/credly?code=s3cret&x=1", "/webhooks/credly?code=[key]&x=1")]
    [InlineData("?x=1&code=s3cret", "?x=1&code=[key]")]
    [InlineData("code=s3cret", "code=[key]")]
    [InlineData("{\"path\":\"/claim/s3cret\",\"query\":\"code=s3cret\"}", "{\"path\":\"/claim/[link]\",\"query\":\"code=[key]\"}")]
    [InlineData("/claim/{link}", "/claim/[link]")]
    [InlineData("/badges/best-practice-week?encode=1", "/badges/best-practice-week?encode=1")]
    public void A_secret_is_replaced_and_the_rest_stays(string text, string redacted) => Assert.Equal(redacted, SecretAddresses.Redact(text));

    [Fact]
    public void Values_of_other_types_are_redacted_by_their_text()
    {
        Assert.Equal("/claim/[link]", SecretAddresses.Redact((object)new PathString("/claim/s3cret")));
        Assert.Equal("?code=[key]", SecretAddresses.Redact((object)new QueryString("?code=s3cret")));
        Assert.Equal("http://localhost/accept/[link]", SecretAddresses.Redact((object)new Uri("http://localhost/accept/s3cret")));
        Assert.Equal<string>(["/claim/[link]"], Assert.IsType<string[]>(SecretAddresses.Redact((object)(string[])["/claim/s3cret"])));
    }

    [Fact]
    public void Other_values_stay_the_objects_that_they_are()
    {
        object path = new PathString("/my-badges");

        Assert.Same(path, SecretAddresses.Redact(path));
        Assert.Equal(200, SecretAddresses.Redact(200));
        Assert.Null(SecretAddresses.Redact((object?)null));
    }
}
