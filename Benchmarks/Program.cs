using BadgeFunctions.Benchmarks.Engine;

return args switch
{
    ["engine"] => await EngineBenchmark.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project Benchmarks -- engine");
    return 2;
}
