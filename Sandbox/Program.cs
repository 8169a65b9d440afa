using BadgeFunctions.Sandbox;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Journey;
using BadgeFunctions.Sandbox.Processes;

if (CommandLine.Read(args) is not { } command)
{
    Console.Error.WriteLine(CommandLine.Usage);
    return 2;
}

using var stopping = new CancellationTokenSource();
using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(
    System.Runtime.InteropServices.PosixSignal.SIGTERM, signal => Stop(() => signal.Cancel = true));
Console.CancelKeyPress += (_, pressed) => Stop(() => pressed.Cancel = true);

var logs = "";
try
{
    using var data = DataFolder.Take(command, RepositoryFolder.Root);
    logs = data.Logs;
    Console.WriteLine("Starting Azurite, the stand-ins and the function app ...");
    await using var world = await LocalWorld.StartAsync(RepositoryFolder.Root, data.Path, Console.WriteLine, stopping.Token);
    if (command.Once)
    {
        var run = new BadgeJourneyRun(world.Sandbox, world.TablesConnectionString, Console.WriteLine);
        var accepted = await run.RunAsync(stopping.Token);
        Console.WriteLine(accepted ? "The badge is Accepted in Table storage." : "The badge is NOT accepted in Table storage.");
        data.IsDone = accepted;
        return accepted ? 0 : 1;
    }

    await world.Sandbox.Certification.AwardAsync(Achievement.Sample(), cancellationToken: stopping.Token);
    Console.WriteLine($"""

        One sample badge is awarded. Open:
          Certification system   {world.Sandbox.Addresses.Sandbox}/
          Inbox                  {world.Sandbox.Addresses.Sandbox}/inbox
          Credly stand-in        {world.Sandbox.Addresses.Sandbox}/credly
        The member's page is     {world.Sandbox.Addresses.App}/my-badges
        Logs are in              {logs}

        Ctrl-C stops everything.
        """);
    await Task.Delay(Timeout.InfiniteTimeSpan, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

// The world is taken down in order instead of dying with this process.
void Stop(Action keepRunning)
{
    keepRunning();
    stopping.Cancel();
}
