using BadgeFunctions.Functions;

var builder = FunctionsApplication.CreateBuilder(args);
builder.AddBadgeApp();
builder.Build().Run();
