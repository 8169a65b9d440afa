using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BadgeFunctions.Functions.Certification;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Tests.Certification;

public sealed class WebhookSignatureTests
{
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(32);
    private static readonly byte[] OlderSecret = RandomNumberGenerator.GetBytes(32);
    private static readonly byte[] Body = "{\"type\":\"achievement.awarded\"}"u8.ToArray();

    [Fact]
    public void A_genuine_webhook_is_taken() => Assert.Null(Verify(Signed(Secret)));

    [Fact]
    public void The_specification_s_own_example_is_taken()
    {
        // Source: standard-webhooks libraries' shared test vector.
        WebhookSecret.TryRead("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", out var secret);
        var headers = new WebhookHeaders(
            "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

        Assert.Null(WebhookSignature.Verify(
            headers, "{\"test\": 2432232314}"u8, [secret!], DateTimeOffset.FromUnixTimeSeconds(1614265330)));
    }

    [Fact]
    public void During_a_rotation_both_secrets_are_live()
    {
        Assert.Null(Verify(Signed(OlderSecret), Secret, OlderSecret));
        Assert.Equal("webhook-signature", Verify(Signed(OlderSecret), Secret)?.Field);
    }

    [Fact]
    public void One_good_signature_among_others_is_enough()
    {
        var headers = Signed(Secret);

        Assert.Null(Verify(headers with { Signature = $"v1a,abc v1,AAAA {headers.Signature}" }));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("v1,")]
    [InlineData("v1,not base64!")]
    [InlineData("v1,AAAA")]
    public void A_signature_that_is_none_is_refused(string? signature) =>
        Assert.Equal("webhook-signature", Verify(Signed(Secret) with { Signature = signature })?.Field);

    [Fact]
    public void A_signature_of_another_version_is_refused()
    {
        var headers = Signed(Secret);

        Assert.Equal(
            "webhook-signature", Verify(headers with { Signature = headers.Signature!.Replace("v1,", "v2,", StringComparison.Ordinal) })?.Field);
    }

    [Fact]
    public void A_signature_reused_for_another_message_is_refused()
    {
        var headers = Signed(Secret);

        Assert.Equal("webhook-signature", Verify(headers with { Id = "msg_other" })?.Field);
        Assert.NotNull(WebhookSignature.Verify(headers, "{}"u8, [Secret], A.Now));
    }

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    public void More_than_five_minutes_away_is_refused(int seconds) =>
        Assert.Equal("webhook-timestamp", Verify(Signed(Secret, A.Now.AddSeconds(seconds)))?.Field);

    [Theory]
    [InlineData(-300)]
    [InlineData(300)]
    public void Five_minutes_away_is_taken(int seconds) => Assert.Null(Verify(Signed(Secret, A.Now.AddSeconds(seconds))));

    [Theory]
    [InlineData(null)]
    [InlineData("-1")]
    [InlineData("now")]
    [InlineData("9223372036854775807")]
    [InlineData("99999999999999999999")]
    public void A_timestamp_that_is_none_is_refused(string? timestamp) =>
        Assert.Equal("webhook-timestamp", Verify(Signed(Secret) with { Timestamp = timestamp })?.Field);

    [Fact]
    public void A_webhook_without_an_id_is_refused() =>
        Assert.Equal("webhook-id", Verify(Signed(Secret) with { Id = null })?.Field);

    private static FieldError? Verify(WebhookHeaders headers, params byte[][] secrets) =>
        WebhookSignature.Verify(headers, Body, secrets.Length == 0 ? [Secret] : secrets, A.Now);

    private static WebhookHeaders Signed(byte[] secret, DateTimeOffset? at = null)
    {
        var timestamp = (at ?? A.Now).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] message = [.. Encoding.UTF8.GetBytes($"msg_1.{timestamp}."), .. Body];
        var signature = HMACSHA256.HashData(secret, message);
        return new WebhookHeaders("msg_1", timestamp, $"v1,{Convert.ToBase64String(signature)}");
    }
}
