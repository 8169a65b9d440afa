using System.Net;
using System.Text;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Callbacks;
using BadgeFunctions.Functions.Certification;
using BadgeFunctions.Functions.Signing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.Callbacks;

/// <summary>Signed by the app, verified as the app verifies the certification system's own webhooks.</summary>
public sealed class CallbackSenderTests
{
    private const string Old = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";
    private const string New = "whsec_bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmU=";

    private static readonly CallbackDelivery Delivery = new(
        "crm", "msg_0123456789abcdef0123456789abcdef", CallbackTypes.Issued, "badge", "{\"type\":\"badge.issued\"}");

    [Fact]
    public async Task A_callback_is_signed_by_its_endpoint_s_secret()
    {
        var sent = await SendAsync(Old);

        Assert.True(Verifies(sent, Old));
        Assert.False(Verifies(sent, New));
    }

    [Fact]
    public async Task During_a_rotation_both_secrets_sign()
    {
        var sent = await SendAsync(New, Old);

        Assert.True(Verifies(sent, Old));
        Assert.True(Verifies(sent, New));
    }

    private static async Task<Sent> SendAsync(params string[] secrets)
    {
        using var receiver = new Receiver();
        using var http = new HttpClient(receiver);
        var sender = new CallbackSender(http, Options.Create(new CallbackOptions()), new FakeTimeProvider(A.Now));
        var endpoint = new CallbackEndpoint { Name = "crm", Url = new Uri("https://example.org/"), Secrets = secrets };
        Assert.True((await sender.SendAsync(endpoint, Delivery, CancellationToken.None)).IsDelivered);
        return receiver.Sent!;
    }

    private static bool Verifies(Sent sent, string secret) =>
        WebhookSignature.Verify(sent.Headers, sent.Body, [WebhookSecret.Read(secret)], A.Now) is null;

    private sealed record Sent(WebhookHeaders Headers, byte[] Body);

    private sealed class Receiver : HttpMessageHandler
    {
        public Sent? Sent { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string Header(string name) => request.Headers.GetValues(name).Single();
            Sent = new Sent(
                new WebhookHeaders(Header("webhook-id"), Header("webhook-timestamp"), Header("webhook-signature")),
                Encoding.UTF8.GetBytes(await request.Content!.ReadAsStringAsync(cancellationToken)));
            return new HttpResponseMessage(HttpStatusCode.NoContent);
        }
    }
}
