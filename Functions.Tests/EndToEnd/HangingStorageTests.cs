using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Hosting;
using BadgeFunctions.Functions.Members;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Credly;
using BadgeFunctions.Sandbox.Inbox;
using BadgeFunctions.Sandbox.Journey;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>Table storage takes connections and calls, and answers nothing.</summary>
public sealed partial class HangingStorageTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly TcpListener _proxy = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private volatile bool _hangs;
    private BadgeApplication _app = null!;

    public async Task InitializeAsync()
    {
        var tables = await TestTables.NewAccountAsync();
        var azurite = int.Parse(Port().Match(tables).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        _proxy.Start();
        _ = ForwardAllAsync(azurite);
        _app = await BadgeApplication.StartAsync(
            ("Tables:ConnectionString", Port().Replace(tables, $":{((IPEndPoint)_proxy.LocalEndpoint).Port}/")));
    }

    public async Task DisposeAsync()
    {
        _hangs = false;
        await _app.DisposeAsync();
        await _stopping.CancelAsync();
    }

    public void Dispose()
    {
        _proxy.Dispose();
        _stopping.Dispose();
    }

    [Fact]
    public async Task Every_caller_gets_an_answer_within_five_seconds()
    {
        var (badge, link) = await _app.AwardAndMailAsync();
        await _app.EventsFollowedUpAsync();
        var signIn = await _app.Services.GetRequiredService<SignInLinks>().CreateAsync(A.Account(), AddressDigest, CancellationToken.None);
        var accept = _app.Services.GetRequiredService<Signer>().Sign("accept-link", HostedBadge.IdOf(badge, 1));
        using var claiming = new MemberBrowser();
        await claiming.OpenAsync(link, CancellationToken.None);
        using var signingIn = new MemberBrowser();
        await signingIn.OpenAsync(signIn, CancellationToken.None);
        var news = _app.Sandbox.Credly.Events[^1];
        var mail = Assert.Single(_app.Sandbox.Mailbox.Mails);
        // The templates that the app knows are too old by then.
        _app.Clock.Advance(TimeSpan.FromMinutes(2));
        _hangs = true;

        HttpRequestMessage[] pages = [Page(link), Page(signIn), .. new[] { $"/accept/{accept}", "/my-badges", "/badges/AAAAAAAAAAAAAAAAAAAAAA" }
            .Select(path => Page(new Uri(path, UriKind.Relative)))];
        HttpRequestMessage[] calls =
        [
            Call(HttpMethod.Get, $"/api/badges/{badge.BadgeId}", TestSettings.CertificationKey),
            Call(HttpMethod.Post, $"/api/admin/badges/{badge.BadgeId}/retry", TestSettings.OfficeKey),
            Call(HttpMethod.Get, "/api/admin/callbacks/certification/deliveries", TestSettings.OfficeKey),
            Call(HttpMethod.Get, "/badge-images/unknown"),
            Credly(news),
            _app.Sandbox.SendGridEvents.Signed(new JsonArray(SendGridEvents.Event(mail, "bounce", _app.Clock.GetUtcNow())).ToJsonString()),
            _app.Sandbox.Certification.Sign(_app.Sandbox.Certification.BodyOf(Achievement.Sample() with { AchievementId = "another" }), "msg_another"),
        ];
        var answers = Task.WhenAll(pages.Concat(calls).Append(Call(HttpMethod.Get, "/healthz")).Select(AnswerAsync));
        await Task.WhenAll(answers, IsSorryAsync(claiming, "CLAIM BADGE"), IsSorryAsync(signingIn, "Sign in"));

        Assert.All(await answers, answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode));
        Assert.All((await answers)[..pages.Length], answer => Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType));
        Assert.All((await answers)[pages.Length..^1], answer => Assert.Equal(
            ("application/problem+json", true), (answer.Content.Headers.ContentType?.MediaType, answer.Headers.RetryAfter?.Delta > TimeSpan.Zero)));
    }

    private string AddressDigest => _app.Services.GetRequiredService<AddressDigest>().Of(A.Member().Email);

    private HttpRequestMessage Page(Uri address)
    {
        var http = new DefaultHttpContext();
        _app.Services.GetRequiredService<Session>().Begin(http.Response, A.Account(), AddressDigest);
        return new HttpRequestMessage(HttpMethod.Get, address)
        {
            Headers = { { "Accept", "text/html" }, { "Cookie", http.Response.Headers.SetCookie.ToString().Split(';')[0] } },
        };
    }

    private static HttpRequestMessage Call(HttpMethod method, string path, string? key = null) =>
        new(method, path) { Headers = { { "x-functions-key", key } } };

    private static HttpRequestMessage Credly(CredlyEvent news)
    {
        var request = Call(HttpMethod.Post, "/webhooks/credly", TestSettings.CredlyKey);
        request.Content = JsonContent.Create(new { id = news.Id, organization_id = TestSettings.Sandbox.CredlyOrganizationId, event_type = "badge.state.changed" });
        return request;
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request)
    {
        var started = TimeProvider.System.GetTimestamp();
        var answer = await _app.Client.SendAsync(request);
        Assert.True(TimeProvider.System.GetElapsedTime(started) < Longest, $"{request.RequestUri} took {TimeProvider.System.GetElapsedTime(started)}");
        return answer;
    }

    private static async Task IsSorryAsync(MemberBrowser member, string button)
    {
        var started = TimeProvider.System.GetTimestamp();
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => member.PressAsync(button, CancellationToken.None));
        Assert.Contains("answered 503", refusal.Message, StringComparison.Ordinal);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, Longest);
    }

    private async Task ForwardAllAsync(int port)
    {
        while (!_stopping.IsCancellationRequested)
        {
            var caller = await _proxy.AcceptSocketAsync(_stopping.Token);
            _ = ForwardAsync(caller, port);
        }
    }

    private async Task ForwardAsync(Socket caller, int port)
    {
        using var from = new NetworkStream(caller, ownsSocket: true);
        using var azurite = new TcpClient();
        await azurite.ConnectAsync(IPAddress.Loopback, port, _stopping.Token);
        var to = azurite.GetStream();
        await Task.WhenAny(CopyAsync(from, to), CopyAsync(to, from));
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer, _stopping.Token)) > 0)
        {
            if (!_hangs)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), _stopping.Token);
            }
        }
    }

    [GeneratedRegex(@":(\d+)/")]
    private static partial Regex Port();
}
