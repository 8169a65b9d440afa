using System.Diagnostics;
using System.Text.RegularExpressions;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>A running <c>run.sh</c>, and what it printed. Tests with one run after each other: it builds.</summary>
internal sealed partial class RunScript : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly List<string> _lines = [];

    private RunScript(Process process) => _process = process;

    public static string Path { get; } = System.IO.Path.Combine(RepositoryFolder.Root, "run.sh");

    public string Output => string.Join('\n', _lines);

    /// <summary>Starts it and waits until it says that everything runs.</summary>
    /// <param name="data">Where its data goes.</param>
    /// <param name="inTerminal">Whether it gets a terminal, which is closed when the process that holds it is killed.</param>
    public static async Task<RunScript> StartAsync(string data, bool inTerminal = false)
    {
        // Tests that a shell has put in the background ignore SIGINT, and so would run.sh.
        string[] command = inTerminal
            ? ["script", "--quiet", "--command", $"exec bash '{Path}' --data '{data}'", "/dev/null"]
            : ["bash", Path, "--data", data];
        var start = new ProcessStartInfo("env", ["--default-signal=INT", .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            WorkingDirectory = data,
        };
        var run = new RunScript(Process.Start(start)!);
        using var patience = new CancellationTokenSource(Patience);
        while (await run._process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            run._lines.Add(line);
            if (line.Contains("Ctrl-C", StringComparison.Ordinal))
            {
                return run;
            }
        }

        throw new InvalidOperationException($"run.sh ended:\n{run.Output}");
    }

    /// <summary>Makes the whole journey with it.</summary>
    /// <param name="host">What the app runs on.</param>
    /// <param name="environment">Variables besides this process's own.</param>
    public static async Task<(int Status, string Output)> OnceAsync(string host, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("bash", [Path, "--once", "--host", host]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(output));
    }

    /// <summary>The address that was printed after a label.</summary>
    public string Address(string label) => PrintedAddress().Matches(Output).First(match => match.Groups["label"].Value == label).Groups["url"].Value;

    /// <summary>Sends a signal to it, or to the terminal around it, and waits for the end of that.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await SignalAsync("TERM");
        }

        _process.Dispose();
    }

    [GeneratedRegex(@"^ +(?<label>[A-Z][A-Za-z\- ]*?)  +(?<url>http://\S+)", RegexOptions.Multiline)]
    private static partial Regex PrintedAddress();
}
