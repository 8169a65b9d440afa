using System.Net;
using System.Net.Sockets;

namespace BadgeFunctions.Sandbox.Processes;

/// <summary>Ports on loopback.</summary>
internal static class Ports
{
    private const int Tries = 200;

    /// <summary>The port that is asked for, or the next one that is free.</summary>
    public static int FreeFrom(int wanted) =>
        Enumerable.Range(wanted, Tries).FirstOrDefault(IsFree) is var port and not 0
            ? port
            : throw new InvalidOperationException($"No port from {wanted} to {wanted + Tries - 1} is free.");

    /// <summary>Any free port.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
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
