using BadgeFunctions.EmbeddedHost.Hosting;
using BadgeFunctions.EmbeddedHost.Worker;
using BadgeFunctions.Functions;

// The embedded host with the app's worker in the same process.
return await BadgeApp.RunAsync(() => FunctionAppHost.RunAsync(new FunctionAppHostOptions
{
    Args = args,
    App = new InProcessApp(typeof(BadgeApp).Assembly, host => BadgeApp.Build([], host)),
}));
