using System.Net;
using System.Net.Sockets;

namespace BadgeFunctions.Sandbox.Processes;

/// <summary>
/// Ports on loopback, each for this process alone until it ends: a lock file on the machine keeps other runs and other tests away
/// between the choice of a port and the moment when somebody listens on it.
/// </summary>
internal static class Ports
{
    // Below the range that systems give to outgoing connections.
    private const int FirstReserved = 20_000;
    private const int ReservedPorts = 10_000;
    private const int Tries = 200;

    private static readonly string Locks =
        Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"badge-functions-ports-{Environment.UserName}")).FullName;

    private static readonly List<FileStream> Held = [];

    /// <summary>The port that is asked for, or the next one that nobody uses or has chosen.</summary>
    public static int FreeFrom(int wanted) =>
        Enumerable.Range(wanted, Tries).FirstOrDefault(TryTake) is var port and not 0
            ? port
            : throw new InvalidOperationException($"No port from {wanted} to {wanted + Tries - 1} is free.");

    public static int Reserve() => FreeFrom(FirstReserved + Random.Shared.Next(ReservedPorts));

    private static bool TryTake(int port)
    {
        if (!IsFree(port))
        {
            return false;
        }

        try
        {
            var taken = new FileStream(
                Path.Combine(Locks, $"{port}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            lock (Held)
            {
                Held.Add(taken);
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
