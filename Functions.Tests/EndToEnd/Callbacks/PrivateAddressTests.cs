using BadgeFunctions.Functions.Callbacks;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Callbacks;

/// <summary>An app as it is in production: nobody makes it call its own network.</summary>
public sealed class PrivateAddressTests : CallbackTest
{
    private static readonly string[] Events = [CallbackTypes.Issued];

    private protected override (string Name, string? Value)[] Settings => [];

    [Theory]
    [InlineData("http://example.org/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://10.1.2.3/")]
    [InlineData("https://169.254.169.254/metadata")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:192.168.0.1]/")]
    public async Task An_address_that_is_not_public_is_refused_when_it_is_registered(string url)
    {
        var (status, problem) = await CallAsync(HttpMethod.Put, $"api/callbacks/{Name}", new { url, events = Events });

        Assert.Equal(400, status);
        Assert.Equal("url", problem.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task A_name_that_stands_for_such_an_address_is_not_connected_to()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, Ports.Reserve());
        listener.Start();
        var url = $"https://localhost:{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}/?key=secret";
        Assert.Equal(201, (await CallAsync(HttpMethod.Put, $"api/callbacks/{Name}", new { url, events = Events })).Status);
        await IssueAsync();
        await NextMinuteAsync();

        var waiting = await DeliveryAsync(one => one.Attempts == 1);

        Assert.Equal("localhost is no public address", waiting.LastError);
        Assert.False(listener.Pending());
        Assert.DoesNotContain(App.Logs.All, log => log.Message.Contains("key=secret", StringComparison.Ordinal));
    }
}
