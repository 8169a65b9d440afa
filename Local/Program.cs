using BadgeFunctions.EmbeddedHost.Hosting;
using BadgeFunctions.EmbeddedHost.Worker;
using BadgeFunctions.Functions;
using BadgeFunctions.Local;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

// The embedded host with the app's worker in the same process, and the preview of the app's e-mails.
return await BadgeApp.RunAsync(() => FunctionAppHost.RunAsync(new FunctionAppHostOptions
{
    Args = args,
    App = new InProcessApp(typeof(BadgeApp).Assembly, Build),
}));

static IHost Build(Action<IHostApplicationBuilder> configure)
{
    var builder = FunctionsApplication.CreateBuilder([]);
    configure(builder);
    builder.AddBadgeApp().UseMiddleware<EmailPreviewMiddleware>();
    return builder.Build();
}
