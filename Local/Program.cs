using BadgeFunctions.EmbeddedHost.Hosting;
using BadgeFunctions.EmbeddedHost.Worker;
using BadgeFunctions.Functions;

// The embedded host with the app's worker in the same process.
return await BadgeApp.RunAsync(() => FunctionsHost.RunAsync(new FunctionsHostOptions
{
    Args = args,
    App = new InProcessApp(typeof(BadgeApp).Assembly, host => BadgeApp.Build([], host)),
}));
