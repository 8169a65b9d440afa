using System.Net;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Functions;

public sealed class MiddlewareTests
{
    [Fact]
    public async Task Middleware_runs_around_the_function_in_the_order_of_its_registration()
    {
        var journal = new List<string>();
        await using var host = await TestHost.StartAsync<Journals>(builder =>
        {
            builder.Services.AddSingleton(journal);
            builder.UseMiddleware<Outer>();
            builder.UseMiddleware(async (context, next) =>
            {
                journal.Add("inline before");
                await next();
                journal.Add("inline after");
            });
            builder.Use(next => async context =>
            {
                journal.Add("delegate before");
                await next(context);
                journal.Add("delegate after");
            });
        });

        await host.Client.GetStringAsync("/First");

        Assert.Equal(
            ["outer before First", "inline before", "delegate before", "First", "delegate after", "inline after", "outer after"], journal);
    }

    [Fact]
    public async Task Conditional_middleware_runs_for_the_invocations_that_it_picks()
    {
        var journal = new List<string>();
        await using var host = await TestHost.StartAsync<Journals>(builder =>
        {
            builder.Services.AddSingleton(journal);
            builder.UseWhen<Outer>(context => context.FunctionDefinition.Name == "First");
            builder.UseWhen(
                context => context.FunctionDefinition.Name == "Second",
                (_, next) =>
                {
                    journal.Add("inline");
                    return next();
                });
        });

        await host.Client.GetStringAsync("/First");
        await host.Client.GetStringAsync("/Second");

        Assert.Equal(["outer before First", "First", "outer after", "inline", "Second"], journal);
    }

    [Fact]
    public async Task Middleware_may_answer_instead_of_the_function()
    {
        var journal = new List<string>();
        await using var host = await TestHost.StartAsync<Journals>(builder =>
        {
            builder.Services.AddSingleton(journal);
            builder.UseMiddleware((context, _) =>
            {
                context.GetHttpContext()!.Response.StatusCode = StatusCodes.Status418ImATeapot;
                return Task.CompletedTask;
            });
        });

        using var response = await host.Client.GetAsync("/First");

        Assert.Equal((HttpStatusCode)418, response.StatusCode);
        Assert.Empty(journal);
    }

    [Fact]
    public async Task Middleware_sees_the_functions_exception()
    {
        var journal = new List<string>();
        await using var host = await TestHost.StartAsync<Journals>(builder =>
        {
            builder.Services.AddSingleton(journal);
            builder.UseMiddleware(async (context, next) =>
            {
                var exception = await Assert.ThrowsAsync<NotSupportedException>(next);
                journal.Add(exception.Message);
            });
        });

        using var response = await host.Client.GetAsync("/Throws");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["thrown as it is"], journal);
    }

    public sealed class Outer(List<string> journal) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            journal.Add($"outer before {context.FunctionDefinition.Name}");
            await next(context);
            journal.Add("outer after");
        }
    }

    public sealed class Journals(List<string> journal)
    {
        [Function("First")]
        public void First([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => journal.Add("First");

        [Function("Second")]
        public void Second([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => journal.Add("Second");

        [Function("Throws")]
        public void Throws([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
            throw new NotSupportedException("thrown as it is");
    }
}
