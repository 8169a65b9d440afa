using BadgeFunctions.EmbeddedHost.Hosting;

return await FunctionAppHost.RunAsync(new FunctionAppHostOptions { Args = args });
