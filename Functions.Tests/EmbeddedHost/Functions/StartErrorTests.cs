using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using Microsoft.AspNetCore.Http;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Functions;

public sealed class StartErrorTests
{
    [Theory]
    [InlineData(typeof(TakesService), "TakesService", "'clock'", "System.TimeProvider")]
    [InlineData(typeof(TakesUnknownRouteValue), "TakesUnknownRouteValue", "'badge'")]
    [InlineData(typeof(TakesUnconvertibleRouteValue), "TakesUnconvertibleRouteValue", "'day'")]
    [InlineData(typeof(TakesOptionalRouteValueAsNumber), "TakesOptionalRouteValueAsNumber", "'number'")]
    [InlineData(typeof(TakesBodyAsTrigger), "TakesBodyAsTrigger", "'body'")]
    [InlineData(typeof(TakesTwoInputs), "TakesTwoInputs", "'second'")]
    [InlineData(typeof(OrchestratesWithClient), "OrchestratesWithClient", "'client'")]
    [InlineData(typeof(TakesTimerAsText), "TakesTimerAsText", "'timer'")]
    [InlineData(typeof(ReturnsValueTask), "ReturnsValueTask", "ValueTask")]
    [InlineData(typeof(ReturnsSequence), "ReturnsSequence", "IAsyncEnumerable")]
    [InlineData(typeof(IsAsyncVoid), "IsAsyncVoid", "returns Task, not void")]
    [InlineData(typeof(HasNoTrigger), "HasNoTrigger", "0 do")]
    [InlineData(typeof(HasTwoTriggers), "HasTwoTriggers", "2 do")]
    [InlineData(typeof(HasBadName), "has spaces", "letters, digits")]
    [InlineData(typeof(IsPrivate), "IsPrivate", "must be public")]
    [InlineData(typeof(IsAbstract), "IsAbstract", "abstract")]
    [InlineData(typeof(HasBadRoute), "HasBadRoute", "'badges/{'")]
    [InlineData(typeof(HasReservedRoute), "HasReservedRoute", "'administration'")]
    [InlineData(typeof(IsForUsers), "IsForUsers", "User")]
    [InlineData(typeof(SharesName), "'twice'", "SharesName.First", "SharesName.Second")]
    [InlineData(typeof(SharesRoute), "'Second'", "'badges/{slug}'", "'First'")]
    [InlineData(typeof(SharesRouteForOneMethod), "'Second'", "'First'")]
    [InlineData(typeof(SharesActivityName), "'SendMail'", "First", "Second")]
    public void What_cannot_run_stops_the_start_and_is_named(Type functions, params string[] named)
    {
        var error = TestHost.StartError(functions);

        Assert.All(named, text => Assert.Contains(text, error, StringComparison.Ordinal));
    }

    [Fact]
    public void All_errors_are_reported_at_once()
    {
        var error = TestHost.StartError(typeof(TakesService), typeof(HasNoTrigger), typeof(HasBadRoute));

        Assert.Equal(4, error.Split(Environment.NewLine).Length);
    }

    public sealed class TakesService
    {
        [Function("TakesService")]
        public string Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, TimeProvider clock) => "";
    }

    public sealed class TakesUnknownRouteValue
    {
        [Function("TakesUnknownRouteValue")]
        public string Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "badges/{id}")] HttpRequest request, string badge) => "";
    }

    public sealed class TakesUnconvertibleRouteValue
    {
        [Function("TakesUnconvertibleRouteValue")]
        public string Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "days/{day}")] HttpRequest request, DateOnly day) => "";
    }

    public sealed class TakesOptionalRouteValueAsNumber
    {
        [Function("TakesOptionalRouteValueAsNumber")]
        public string Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "pages/{number?}")] HttpRequest request, int number) => "";
    }

    public sealed class TakesBodyAsTrigger
    {
        [Function("TakesBodyAsTrigger")]
        public string Run([HttpTrigger(AuthorizationLevel.Anonymous)] string body) => "";
    }

    public sealed class TakesTwoInputs
    {
        [Function("TakesTwoInputs")]
        public Task Run([OrchestrationTrigger] TaskOrchestrationContext context, string first, string second) => Task.CompletedTask;
    }

    public sealed class OrchestratesWithClient
    {
        [Function("OrchestratesWithClient")]
        public Task Run([OrchestrationTrigger] TaskOrchestrationContext context, [DurableClient] DurableTaskClient client) => Task.CompletedTask;
    }

    public sealed class TakesTimerAsText
    {
        [Function("TakesTimerAsText")]
        public void Run([TimerTrigger("0 0 * * * *")] string timer)
        {
        }
    }

    public sealed class ReturnsValueTask
    {
        [Function("ReturnsValueTask")]
        public ValueTask Run([ActivityTrigger] string input) => default;
    }

    public sealed class ReturnsSequence
    {
        [Function("ReturnsSequence")]
        public IAsyncEnumerable<int> Run([ActivityTrigger] string input) => AsyncEnumerable.Empty<int>();
    }

    public sealed class IsAsyncVoid
    {
        [Function("IsAsyncVoid")]
        public async void Run([ActivityTrigger] string input) => await Task.Yield();
    }

    public sealed class HasNoTrigger
    {
        [Function("HasNoTrigger")]
        public string Run(HttpRequest request) => "";
    }

    public sealed class HasTwoTriggers
    {
        [Function("HasTwoTriggers")]
        public string Run([ActivityTrigger] string input, [HttpTrigger] HttpRequest request) => "";
    }

    public sealed class HasBadName
    {
        [Function("has spaces")]
        public string Run([ActivityTrigger] string input) => "";
    }

    public sealed class IsPrivate
    {
        [Function("IsPrivate")]
        internal string Run([ActivityTrigger] string input) => "";
    }

    internal sealed class IsInternal
    {
        [Function("IsInternal")]
        public string Run([ActivityTrigger] string input) => "";
    }

    public abstract class IsAbstract
    {
        [Function("IsAbstract")]
        public string Run([ActivityTrigger] string input) => "";
    }

    public sealed class HasBadRoute
    {
        [Function("HasBadRoute")]
        public string Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "badges/{")] HttpRequest request) => "";
    }

    public sealed class HasReservedRoute
    {
        [Function("HasReservedRoute")]
        public string Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "administration")] HttpRequest request) => "";
    }

    public sealed class IsForUsers
    {
        [Function("IsForUsers")]
        public string Run([HttpTrigger(AuthorizationLevel.User)] HttpRequest request) => "";
    }

    public sealed class SharesName
    {
        [Function("twice")]
        public string First([ActivityTrigger] string input) => "";

        [Function("Twice")]
        public string Second([ActivityTrigger] string input) => "";
    }

    public sealed class SharesRoute
    {
        [Function("First")]
        public string First([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "Badges/{id}")] HttpRequest request) => "";

        [Function("Second")]
        public string Second([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "badges/{slug}")] HttpRequest request) => "";
    }

    public sealed class SharesRouteForOneMethod
    {
        [Function("First")]
        public string First([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "badges")] HttpRequest request) => "";

        [Function("Second")]
        public string Second([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "badges")] HttpRequest request) => "";
    }

    public sealed class SharesActivityName
    {
        [Function("First")]
        public string First([ActivityTrigger(Activity = "SendMail")] string input) => "";

        [Function("Second")]
        public string Second([ActivityTrigger(Activity = "sendmail")] string input) => "";
    }
}
