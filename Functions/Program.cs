using BadgeFunctions.Functions;
using BadgeFunctions.Functions.Settings;

try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.AddBadgeApp();
    builder.Build().Run();
    return 0;
}
catch (StartException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
