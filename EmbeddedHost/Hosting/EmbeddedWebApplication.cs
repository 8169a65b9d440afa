using BadgeFunctions.EmbeddedHost.Functions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>The ASP.NET Core application underneath the host.</summary>
internal static class EmbeddedWebApplication
{
    public static WebApplicationBuilder CreateBuilder(string[] args) =>
        WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args });

    public static IHost Build(WebApplicationBuilder builder, FunctionPipelineBuilder pipeline, bool servesHttp)
    {
        return builder.Build();
    }
}
