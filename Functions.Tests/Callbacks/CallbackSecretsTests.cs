using System.Globalization;
using System.Text;
using BadgeFunctions.Functions.Awards;
using BadgeFunctions.Functions.Callbacks;
using BadgeFunctions.Functions.Signing;
using Microsoft.Extensions.Options;
using Moq;

namespace BadgeFunctions.Functions.Tests.Callbacks;

/// <summary>Signed by the app, verified as the app verifies the certification system's own webhooks.</summary>
public sealed class CallbackSecretsTests
{
    private const string Body = "{\"type\":\"badge.issued\"}";
    private const string Id = "msg_0123456789abcdef0123456789abcdef";

    private static readonly string Key = Convert.ToBase64String([.. Enumerable.Repeat((byte)1, 32)]);
    private static readonly string NewKey = Convert.ToBase64String([.. Enumerable.Repeat((byte)2, 32)]);
    private static readonly CallbackEndpoint Endpoint = new("crm", new Uri("https://example.org/"), [], "v1", A.Now);

    [Fact]
    public void The_secret_that_was_shown_verifies_what_is_signed() =>
        Assert.True(Verifies(Secrets(Key).Show(Endpoint), Secrets(Key).Sign(Endpoint, Id, A.Now, Body)));

    [Fact]
    public void Another_endpoint_another_version_and_another_key_have_another_secret()
    {
        string[] secrets =
        [
            Secrets(Key).Show(Endpoint),
            Secrets(Key).Show(Endpoint with { Name = "crm2" }),
            Secrets(Key).Show(Endpoint with { SecretVersion = "v2" }),
            Secrets(NewKey).Show(Endpoint),
        ];

        Assert.Equal(4, secrets.Distinct().Count());
        Assert.All(secrets, secret => Assert.True(WebhookSecret.TryRead(secret, out _)));
    }

    [Fact]
    public void A_secret_of_before_the_rotation_of_the_signing_key_verifies_until_the_old_key_is_taken_out()
    {
        var shown = Secrets(Key).Show(Endpoint);

        Assert.True(Verifies(shown, Secrets(NewKey, Key).Sign(Endpoint, Id, A.Now, Body)));
        Assert.False(Verifies(shown, Secrets(NewKey).Sign(Endpoint, Id, A.Now, Body)));
    }

    [Fact]
    public void The_secret_before_signs_until_its_time_is_over()
    {
        var old = Secrets(Key).Show(Endpoint);
        var rotated = Endpoint with { SecretVersion = "v2", PreviousSecretVersion = "v1", PreviousSecretUntil = A.Now.AddSeconds(1) };

        Assert.True(Verifies(old, Secrets(Key).Sign(rotated, Id, A.Now, Body)));
        Assert.True(Verifies(Secrets(Key).Show(rotated), Secrets(Key).Sign(rotated, Id, A.Now, Body)));
        var later = rotated with { PreviousSecretUntil = A.Now };
        Assert.False(Verifies(old, Secrets(Key).Sign(later, Id, A.Now, Body)));
        Assert.True(Verifies(Secrets(Key).Show(later), Secrets(Key).Sign(later, Id, A.Now, Body)));
    }

    private static bool Verifies(string secret, string signature)
    {
        Assert.True(WebhookSecret.TryRead(secret, out var key));
        var headers = new WebhookHeaders(Id, A.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), signature);
        return WebhookSignature.Verify(headers, Encoding.UTF8.GetBytes(Body), [key], A.Now) is null;
    }

    private static CallbackSecrets Secrets(params string[] keys)
    {
        var options = new Mock<IOptionsMonitor<SigningOptions>>();
        options.Setup(monitor => monitor.CurrentValue).Returns(new SigningOptions { Keys = keys });
        return new CallbackSecrets(options.Object);
    }
}
