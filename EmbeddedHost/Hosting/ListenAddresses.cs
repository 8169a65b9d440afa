using System.Net;
using System.Net.Sockets;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>The addresses that the host is to listen on.</summary>
internal static class ListenAddresses
{
    public static IReadOnlyList<string> Parse(string urls) =>
        urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Fails if a port cannot be had, before anything of the app has started.</summary>
    /// <exception cref="HostException">A port is taken or not allowed; the message names it.</exception>
    public static void EnsureFree(IEnumerable<string> urls)
    {
        foreach (var address in urls.Select(BindingAddress.Parse).Where(address => !address.IsUnixPipe && address.Port != 0))
        {
            EnsureFree(address);
        }
    }

    private static void EnsureFree(BindingAddress address)
    {
        try
        {
            using var listener = new TcpListener(Interface(address.Host), address.Port);
            listener.Start();
        }
        catch (SocketException exception)
        {
            var reason = exception.SocketErrorCode is SocketError.AddressAlreadyInUse
                ? "is taken by another process"
                : $"cannot be listened on ({exception.Message})";

            throw new HostException(
                $"Port {address.Port} {reason}. Choose another with --urls or the setting "
                + $"{EmbeddedHostOptions.SectionName}:{nameof(EmbeddedHostOptions.Urls)}, or end that process.");
        }
    }

    // As Kestrel reads a host: a name other than localhost stands for every interface.
    private static IPAddress Interface(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        ? IPAddress.Loopback
        : IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address : IPAddress.Any;
}
