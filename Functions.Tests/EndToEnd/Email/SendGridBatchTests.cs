using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Telemetry;
using BadgeFunctions.Sandbox.Inbox;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Email;

/// <summary>SendGrid sends the events of all its customer's applications in one batch: what one of them has done must not hide what became of our e-mail.</summary>
public sealed class SendGridBatchTests : IAsyncLifetime, IDisposable
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly MeterListener _listener = new();
    private BadgeApplication _app = null!;
    private BadgeKey _badge = null!;
    private Mail _mail = null!;
    private long _unreadable;

    public async Task InitializeAsync()
    {
        _app = await BadgeApplication.StartAsync();
        _app.Sandbox.SendGridEvents.Deliver = false;
        _badge = await _app.AwardAsync();
        _mail = await _app.MailAsync(_ => true);
        await _app.BadgeAsync(_badge, row => row.Mails.GetValueOrDefault(BadgeMail.Claim)?.State is BadgeMailState.Sent);
        var meters = _app.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == TelemetryRegistration.MeterName && instrument.Meter.Scope == meters && instrument.Name == "badge.event.unreadable")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            Assert.Equal([KeyValuePair.Create<string, object?>("event.source", "sendgrid")], tags.ToArray());
            Interlocked.Add(ref _unreadable, value);
        });
        _listener.Start();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData("""{ "event": "bounce", "type": 7 }""")]
    [InlineData("""{ "event": "bounce", "reason": { "code": 550 } }""")]
    [InlineData("""{ "event": "open", "delivery_id": 7 }""")]
    [InlineData("""{ "event": "open", "delivery_id": ["a", "b"] }""")]
    [InlineData("""{ "event": "open", "member_id": true }""")]
    [InlineData("""{ "event": 5 }""")]
    [InlineData("""{ "event": "bounce", "timestamp": "soon" }""")]
    [InlineData("""{ "event": "bounce", "reason": "\ud800" }""")]
    [InlineData("""{ "event": "bounce", "reason": "\udc00\ud800" }""")]
    [InlineData("""{ "event": "open", "\ud800": 1 }""")]
    [InlineData("\"bounce\"")]
    [InlineData("17")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task An_event_that_cannot_be_read_is_counted_and_ours_beside_it_takes_effect(string odd)
    {
        Assert.Equal(HttpStatusCode.OK, await PostAsync($"[{odd}, {Bounce()}, {odd}]"));

        Assert.Equal("550 no", (await BouncedAsync()).Reason);
        Assert.Equal(2, Interlocked.Read(ref _unreadable));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "event": "open", "url": "\ud800", "pool": { "id": 210 }, "category": ["a", 7] }""")]
    [InlineData("""{ "event": "bounce", "email": "\ufffe@example.org", "sg_message_id": "", "timestamp": 1, "type": "bounce" }""")]
    [InlineData("""{ "event": "bounce", "email": "", "timestamp": 99999999999999999 }""")]
    public async Task An_event_that_is_odd_where_we_do_not_look_is_passed_over(string odd)
    {
        Assert.Equal(HttpStatusCode.OK, await PostAsync($"[{odd}, {Bounce()}]"));

        await BouncedAsync();
        Assert.Equal(0, Interlocked.Read(ref _unreadable));
    }

    [Fact]
    public async Task Bytes_that_are_no_utf_8_cost_no_event()
    {
        var body = Encoding.Latin1.GetBytes($$"""[{ "event": "open", "url": "/größe" }, {{Bounce("550 Größe é")}}]""");

        Assert.Equal(HttpStatusCode.OK, await PostAsync(body));

        Assert.Equal("550 Gr\uFFFD\uFFFDe \uFFFD", (await BouncedAsync()).Reason);
        Assert.Equal(0, Interlocked.Read(ref _unreadable));
    }

    [Fact]
    public async Task A_byte_order_mark_is_passed_over()
    {
        Assert.Equal(HttpStatusCode.OK, await PostAsync([.. ByteOrderMark, .. Encoding.UTF8.GetBytes($"[{Bounce()}]")]));

        await BouncedAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("\"[]\"")]
    [InlineData("[1")]
    [InlineData("[{ \"event\": bounce }]")]
    [InlineData("[] []")]
    public async Task A_signed_body_that_is_no_list_is_refused(string body) => Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(body));

    private string Bounce(string reason = "550 no")
    {
        var bounce = SendGridEvents.Event(_mail, "bounce", _app.Clock.GetUtcNow());
        bounce["reason"] = "REASON";
        return bounce.ToJsonString().Replace("REASON", reason, StringComparison.Ordinal);
    }

    private Task<HttpStatusCode> PostAsync(string body) => PostAsync(Encoding.UTF8.GetBytes(body));

    private async Task<HttpStatusCode> PostAsync(byte[] body)
    {
        using var request = _app.Sandbox.SendGridEvents.Signed(body);
        using var response = await _app.Client.SendAsync(request);
        return response.StatusCode;
    }

    private async Task<BadgeMail> BouncedAsync() =>
        (await _app.BadgeAsync(_badge, row => row.Mails.GetValueOrDefault(BadgeMail.Claim)?.State is BadgeMailState.Bounced)).Mails[BadgeMail.Claim];
}
