using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;

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
        _hangs = true;

        var page = await AnswerAsync(() => new HttpRequestMessage(HttpMethod.Get, link) { Headers = { { "Accept", "text/html" } } });
        var status = await AnswerAsync(() => new HttpRequestMessage(HttpMethod.Get, $"/api/badges/{badge.BadgeId}") { Headers = { { "x-functions-key", BadgeApplication.FunctionKey } } });
        var body = _app.Sandbox.Certification.BodyOf(Achievement.Sample() with { AchievementId = "another" });
        var webhook = await AnswerAsync(() => _app.Sandbox.Certification.Sign(body, "msg_another"));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.All([status, webhook], answer => Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "application/problem+json", true),
            (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, answer.Headers.RetryAfter?.Delta > TimeSpan.Zero)));
    }

    private async Task<HttpResponseMessage> AnswerAsync(Func<HttpRequestMessage> request)
    {
        var started = TimeProvider.System.GetTimestamp();
        var answer = await _app.Client.SendAsync(request());
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, Longest);
        return answer;
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
