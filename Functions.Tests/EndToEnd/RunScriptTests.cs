using System.Net.Http.Json;
using System.Text.Json;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using BadgeFunctions.Sandbox;
using BadgeFunctions.Sandbox.Inbox;
using BadgeFunctions.Sandbox.Journey;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary><c>./run.sh</c> is stopped in every way and started again on the same data.</summary>
[Collection(nameof(RunScript))]
public sealed class RunScriptTests : IDisposable
{
    // The interval in which Azurite writes its tables to disk by itself is five seconds.
    private static readonly TimeSpan AfterTheMail = TimeSpan.FromMilliseconds(100);

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    [InlineData("KILL")]
    [InlineData("KILL", true)]
    public async Task Stopped_a_tenth_of_a_second_after_a_mail_it_knows_the_badge_at_the_next_start(string signal, bool isTerminal = false)
    {
        await using (var run = await RunScript.StartAsync(_folder.Path, isTerminal))
        {
            Assert.Contains("Maria Rossi (maria.rossi@example.org) was awarded", run.Output, StringComparison.Ordinal);
            await ClaimMailAsync(run);
            await Task.Delay(AfterTheMail);
            await run.SignalAsync(signal);
        }

        await UnusedAsync();
        await using var again = await RunScript.StartAsync(_folder.Path);

        Assert.Contains("with its 1 award and 1 e-mail", again.Output, StringComparison.Ordinal);
        using var member = new MemberBrowser();
        var link = BadgeApplication.LinkIn(await ClaimMailAsync(again), "/claim/");
        await member.OpenAsync(new Uri(new Uri(again.Address("My badges")), link.PathAndQuery), CancellationToken.None);
        await member.PressAsync("CLAIM BADGE", CancellationToken.None);
        await member.PressAsync("GO TO CREDLY", CancellationToken.None);
        Assert.StartsWith(again.Address("Credly stand-in"), member.Address.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_accepted_badge_is_still_on_the_Credly_stand_in_at_the_next_start()
    {
        Uri badge;
        await using (var run = await RunScript.StartAsync(_folder.Path))
        {
            await BadgeApplication.AcceptAsync(BadgeApplication.LinkIn(await ClaimMailAsync(run), "/claim/"));
            badge = new Uri($"{run.Address("Credly stand-in")}/badges/{await BadgeIdAsync(run)}");
        }

        await using var again = await RunScript.StartAsync(_folder.Path);

        Assert.Contains("Maria Rossi", await _http.GetStringAsync(badge), StringComparison.Ordinal);
    }

    private async Task<Guid> BadgeIdAsync(RunScript run)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{run.Address("Credly stand-in")}/organization");
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await _http.SendAsync(request);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("badges")[0].GetProperty("id").GetGuid();
    }

    private async Task<Mail> ClaimMailAsync(RunScript run)
    {
        Mail? mail = null;
        await BadgeApplication.UntilAsync(
            async () => (mail = (await _http.GetFromJsonAsync<List<Mail>>($"{run.Address("Inbox")}.json"))!.FirstOrDefault()) is not null,
            () => "there is no e-mail");
        return mail!;
    }

    // What held the terminal has ended; run.sh itself may be at work still.
    private Task UnusedAsync() => BadgeApplication.UntilAsync(
        () =>
        {
            try
            {
                DataFolder.Take(new CommandLine(Once: false, _folder.Path), "").Dispose();
                return Task.FromResult(true);
            }
            catch (InvalidOperationException)
            {
                return Task.FromResult(false);
            }
        },
        () => "run.sh did not end");
}
