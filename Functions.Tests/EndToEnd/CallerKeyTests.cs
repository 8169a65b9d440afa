using System.Net;
using BadgeFunctions.EmbeddedHost.Http;
using EmbeddedHostLevel = BadgeFunctions.EmbeddedHost.Http.AuthorizationLevel;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>Each caller's key opens that caller's routes alone: every route that the app has is called with every key, over HTTP.</summary>
public sealed class CallerKeyTests(CallerKeyTests.Walk walk) : IClassFixture<CallerKeyTests.Walk>
{
    // Whoever adds a function of level Function decides whose it is: here, in the sample settings, and in infra/bicep/function-keys.bicep.
    private static readonly Dictionary<string, string[]> RoutesByKey = new()
    {
        [TestSettings.CredlyKey] = ["POST /webhooks/credly"],
        [TestSettings.CertificationKey] = ["GET /api/badges/{badgeId}"],
        [TestSettings.OfficeKey] =
        [
            "GET /api/admin/callbacks/{name}/deliveries",
            "POST /api/admin/badges/{badgeId}/retry",
            "POST /api/admin/callbacks/{name}/deliveries/{id}/redeliver",
        ],
    };

    [Fact]
    public void A_caller_s_key_opens_that_caller_s_routes_and_no_others() => Assert.Equal(
        RoutesByKey.SelectMany(caller => caller.Value.Select(route => $"{caller.Key}: {route}")).Order(StringComparer.Ordinal),
        walk.Calls.Where(call => call is { IsKeyed: true, Status: not HttpStatusCode.Unauthorized })
            .Select(call => $"{call.Key}: {call.Route}").Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Each_route_that_needs_a_key_has_exactly_one_caller() => Assert.All(
        walk.Calls.Where(call => call.IsKeyed).GroupBy(call => call.Route),
        route => Assert.Single(route.Where(call => call.Status != HttpStatusCode.Unauthorized).Select(call => call.Key).Distinct()));

    [Fact]
    public void A_key_opens_its_routes_in_the_header_and_in_the_address_alike() => Assert.All(
        walk.Calls.GroupBy(call => (call.Route, call.Key)), calls => Assert.Single(calls.Select(call => call.Status).Distinct()));

    [Fact]
    public void Without_a_key_and_with_one_that_nobody_has_every_route_that_needs_one_is_closed()
    {
        var calls = walk.Calls.Where(call => call.IsKeyed && call.Key is null or Walk.NobodysKey).ToList();

        Assert.NotEmpty(calls);
        Assert.All(calls, call => Assert.Equal(HttpStatusCode.Unauthorized, call.Status));
    }

    [Fact]
    public void A_route_that_needs_no_key_answers_alike_with_every_key_and_without_one()
    {
        var open = walk.Calls.Where(call => !call.IsKeyed).GroupBy(call => call.Route).ToList();

        Assert.NotEmpty(open);
        Assert.All(open, route => Assert.Single(route.Select(call => call.Status).Distinct()));
    }

    /// <summary>One call; without a key if it is null.</summary>
    internal sealed record Call(string Route, bool IsKeyed, string? Key, HttpStatusCode Status);

    /// <summary>
    /// The calls. No route knows what it is asked for, and no body is sent: whoever is let in is told so, and changes nothing.
    /// </summary>
    public sealed class Walk : IAsyncLifetime
    {
        internal const string NobodysKey = "a-key-that-nobody-has";

        private readonly List<Call> _calls = [];

        internal IReadOnlyList<Call> Calls => _calls;

        public async Task InitializeAsync()
        {
            await using var app = await BadgeApplication.StartAsync();
            List<string> errors = [];
            var routes = HttpFunctionRoute.Create(app.Functions, "", errors);
            Assert.Empty(errors);
            string?[] keys = [null, NobodysKey, .. TestSettings.FunctionKeys.Values.Distinct()];
            foreach (var (route, method, key) in routes.SelectMany(route => route.Methods.DefaultIfEmpty("GET").SelectMany(method => keys.Select(key => (route, method, key)))))
            {
                var template = $"/{route.Pattern.RawText}";
                var path = route.Pattern.Parameters.Aggregate(
                    template, (text, parameter) => text.Replace($"{{{parameter.Name}}}", "unknown", StringComparison.Ordinal));
                var isKeyed = route.AuthLevel is not EmbeddedHostLevel.Anonymous;
                foreach (var status in new[] { await SendAsync(app, method, path, key), await SendAsync(app, method, $"{path}?code={key}", null) })
                {
                    Assert.True((int)status < 500, $"{method} {path}: {status}\n{app.Logs}");
                    _calls.Add(new Call($"{method} {template}", isKeyed, key, status));
                }
            }
        }

        public Task DisposeAsync() => Task.CompletedTask;

        private static async Task<HttpStatusCode> SendAsync(BadgeApplication app, string method, string path, string? key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Parse(method), path);
            if (key is not null)
            {
                request.Headers.Add("x-functions-key", key);
            }

            using var response = await app.Client.SendAsync(request);
            return response.StatusCode;
        }
    }
}
