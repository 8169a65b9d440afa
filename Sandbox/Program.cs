using System.Runtime.InteropServices;
using BadgeFunctions.Sandbox;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Journey;
using BadgeFunctions.Sandbox.Processes;

if (CommandLine.Read(args) is not { } command)
{
    Console.Error.WriteLine(CommandLine.Usage);
    return 2;
}

// Ctrl-C, kill and a closed terminal: the world is taken down in order instead of dying with this process.
using var stopping = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

var logs = "";
try
{
    using var data = DataFolder.Take(command, RepositoryFolder.Root);
    logs = data.Logs;
    await using var world = await LocalWorld.StartAsync(RepositoryFolder.Root, data.Path, command.Host, Say, stopping.Token);
    if (command.Once)
    {
        var run = new BadgeJourneyRun(world.Sandbox, world.TablesConnectionString, Say);
        var accepted = await run.RunAsync(stopping.Token);
        Say(accepted ? "The badge is Accepted in Table storage." : "The badge is NOT accepted in Table storage.");
        data.IsDone = accepted;
        return accepted ? 0 : 1;
    }

    Say($"""

        {await new SampleAward(world.Sandbox).SayAsync(stopping.Token)}

          Start here             {world.Sandbox.Addresses.Sandbox}/
          Inbox                  {world.Sandbox.Addresses.Sandbox}/inbox
          My badges              {world.Sandbox.Addresses.App}/my-badges
          Credly stand-in        {world.Sandbox.Addresses.Sandbox}/credly
          Certification system   {world.Sandbox.Addresses.Sandbox}/certification
          E-mail preview         {world.Sandbox.Addresses.Sandbox}/emails
          Logs                   {logs}

        Ctrl-C stops everything.
        """);
    await Task.Delay(Timeout.InfiniteTimeSpan, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    Say("Stopping the function app, the stand-ins and Azurite");
    return 0;
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    return 130;
}
catch (Exception e) when (e is InvalidOperationException or TimeoutException or HttpRequestException)
{
    Console.Error.WriteLine(e.Message);
    if (logs.Length > 0)
    {
        Console.Error.WriteLine($"Logs are in {logs}");
    }

    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopping.Cancel();
}

static void Say(string text)
{
    try
    {
        Console.WriteLine(text);
    }
    catch (IOException)
    {
        // The terminal is closed.
    }
}
