using BadgeFunctions.Functions.Tests.EndToEnd;
using SendGrid;
using SendGrid.Helpers.EventWebhook;
using SendGrid.Helpers.Mail;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary>SendGrid's event webhook, as the inbox sends it.</summary>
public sealed class SendGridEventsTests : IAsyncLifetime
{
    private WebhookReceiver _receiver = null!;
    private StandIns _standIns = null!;

    public async Task InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _standIns = await StandIns.StartAsync();
        _standIns.Sandbox.Addresses.App = _receiver.Address;
    }

    public async Task DisposeAsync()
    {
        await _standIns.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Theory]
    [InlineData("maria@example.org", "processed", "delivered")]
    [InlineData("bounce.maria@example.org", "processed", "bounce")]
    [InlineData("deferred.maria@example.org", "processed", "deferred", "delivered")]
    [InlineData("dropped.maria@example.org", "dropped")]
    public async Task What_became_of_a_mail_is_sent_in_its_order_with_its_ids(string address, params string[] events)
    {
        await SendAsync(address);

        await ReceivedAsync();
        var received = Assert.Single(_receiver.Received).EnumerateArray().ToList();
        Assert.Equal(events, received.Select(one => one.GetProperty("event").GetString()));
        Assert.All(received, one => Assert.Equal("delivery-1", one.GetProperty("delivery_id").GetString()));
        Assert.All(received, one => Assert.StartsWith(
            _standIns.Sandbox.Mailbox.Mails[0].Id, one.GetProperty("sg_message_id").GetString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_mail_whose_recipient_s_name_is_taken_for_several_addresses_is_told_as_dropped(bool isHeld)
    {
        _standIns.Sandbox.SendGridEvents.Hold = isHeld;
        var messageId = await SendAsync("maria@example.org", "Roe, PhD");

        _standIns.Sandbox.SendGridEvents.Release();

        await ReceivedAsync();
        var dropped = Assert.Single(Assert.Single(_receiver.Received).EnumerateArray());
        Assert.Equal(("dropped", "Invalid"), (dropped.GetProperty("event").GetString(), dropped.GetProperty("reason").GetString()));
        Assert.Equal("delivery-1", dropped.GetProperty("delivery_id").GetString());
        Assert.StartsWith(messageId, dropped.GetProperty("sg_message_id").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_that_are_held_back_are_sent_once_they_are_released()
    {
        _standIns.Sandbox.SendGridEvents.Hold = true;
        await SendAsync("maria@example.org");
        Assert.Empty(_receiver.Received);

        _standIns.Sandbox.SendGridEvents.Release();

        await ReceivedAsync();
    }

    [Fact]
    public async Task A_request_is_signed_as_SendGrid_s_own_library_verifies_it()
    {
        var events = _standIns.Sandbox.SendGridEvents;
        using var request = events.Signed("[]");

        var validator = new RequestValidator();
        Assert.True(validator.VerifySignature(
            validator.ConvertPublicKeyToECDSA(events.PublicKey),
            "[]",
            request.Headers.GetValues(RequestValidator.SIGNATURE_HEADER).Single(),
            request.Headers.GetValues(RequestValidator.TIMESTAMP_HEADER).Single()));
    }

    private Task ReceivedAsync() => BadgeApplication.UntilAsync(() => Task.FromResult(!_receiver.Received.IsEmpty), () => "no events");

    private async Task<string> SendAsync(string address, string? name = null)
    {
        var message = MailHelper.CreateSingleEmail(
            new EmailAddress("badges@example.org"), new EmailAddress(address, name), "Your badge", "Hello", "<p>Hello</p>");
        message.AddCustomArg("delivery_id", "delivery-1");
        var sent = await new SendGridClient(TestSettings.Sandbox.SendGridApiKey, _standIns.Sandbox.Addresses.Sandbox).SendEmailAsync(message);
        return sent.Headers.GetValues("X-Message-Id").Single();
    }
}
