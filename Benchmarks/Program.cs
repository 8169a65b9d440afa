using BadgeFunctions.Benchmarks.Credentials;
using BadgeFunctions.Benchmarks.Engine;
using BadgeFunctions.Benchmarks.Load;

return args switch
{
    ["engine"] => await EngineBenchmark.RunAsync(),
    ["credentials"] => await CredentialBenchmark.RunAsync(),
    ["load", .. var rest] when LoadOptions.Read(rest) is { } options => await LoadBenchmark.RunAsync(options),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        $"""
        dotnet run -c Release --project Benchmarks -- engine        orchestrations per second of the durable engine
        dotnet run -c Release --project Benchmarks -- credentials   credentials issued and verified per second

        {LoadOptions.Usage}
        """);
    return 2;
}
