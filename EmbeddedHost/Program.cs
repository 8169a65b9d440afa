using BadgeFunctions.EmbeddedHost.Hosting;

return await FunctionsHost.RunAsync(new FunctionsHostOptions { Args = args });
