using System.Net;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Worker;
using Microsoft.AspNetCore.Http;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Http;

public sealed class FunctionKeysTests
{
    [Theory]
    [InlineData("Open", null, true)]
    [InlineData("Keyed", null, false)]
    [InlineData("Keyed", "", false)]
    [InlineData("Keyed", "wrong", false)]
    [InlineData("Keyed", "host key", true)]
    [InlineData("Keyed", "HOST KEY", false)]
    [InlineData("Keyed", "one caller's key", true)]
    [InlineData("Keyed", "another caller's key", true)]
    [InlineData("Keyed", "key without a name", false)]
    [InlineData("Keyed", "master key", true)]
    [InlineData("Other", "one caller's key", false)]
    [InlineData("Other", "host key", true)]
    [InlineData("ForAdmins", "host key", false)]
    [InlineData("ForAdmins", "one caller's key", false)]
    [InlineData("ForAdmins", "master key", true)]
    public async Task A_function_answers_to_the_keys_of_its_level(string function, string? key, bool admitted)
    {
        await using var host = await TestHost.StartAsync(Guarded, TestHost.With(
            ("FunctionKeys:default", "host key"),
            ("FunctionKeys:Keyed", "key without a name"),
            ("FunctionKeys:Keyed:one", "one caller's key"),
            ("FunctionKeys:Keyed:another", "another caller's key"),
            ("FunctionKeys:ForAdmins:one", "one caller's key"),
            ("FunctionKeys:_master", "master key")));

        var expected = admitted ? HttpStatusCode.OK : HttpStatusCode.Unauthorized;
        Assert.Equal(expected, await GetAsync(host, $"/{function}", header: key));
        Assert.Equal(expected, await GetAsync(host, key is null ? $"/{function}" : $"/{function}?code={Uri.EscapeDataString(key)}", header: null));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("anything")]
    public async Task Without_a_configured_key_nobody_is_admitted(string? key)
    {
        await using var host = await TestHost.StartAsync(Guarded, TestHost.With(("FunctionKeys:default", ""), ("FunctionKeys:Keyed:one", "")));

        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, "/Keyed", key));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, "/ForAdmins", key));
    }

    [Fact]
    public async Task A_key_in_the_query_is_never_logged()
    {
        await using var host = await TestHost.StartAsync(Guarded, TestHost.With(("FunctionKeys:default", "host-key")));

        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, "/Keyed?code=host-key", header: null));
        Assert.Equal(HttpStatusCode.InternalServerError, await GetAsync(host, "/Fails?code=host-key", header: null));

        Assert.NotEmpty(host.Logs.All);
        Assert.DoesNotContain(host.Logs.All, log => log.Message.Contains("host-key", StringComparison.Ordinal));
    }

    private static async Task<HttpStatusCode> GetAsync(TestHost host, string path, string? header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation("x-functions-key", header);
        }

        using var response = await host.Client.SendAsync(request);
        return response.StatusCode;
    }

    private static void Guarded(FakeWorker worker) => worker
        .Http("Open", null, Admit, "Anonymous", "get")
        .Http("Keyed", null, Admit, "Function", "get")
        .Http("Other", null, Admit, "function")
        .Http("ForAdmins", null, Admit, "Admin", "get")
        .Http("Fails", null, _ => throw new NotSupportedException(), "Function", "get");

    private static Task Admit(HttpContext context) => context.Response.WriteAsync("in");
}
