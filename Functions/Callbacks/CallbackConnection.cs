using System.Net;
using System.Net.Sockets;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>Connects to endpoints, and to public addresses alone: what a name means is asked once, and that very address is connected to.</summary>
internal static class CallbackConnection
{
    /// <summary>A handler for the calls; follows no redirect and uses no proxy, which would connect in its stead.</summary>
    public static SocketsHttpHandler HandlerFor(bool allowPrivateAddresses) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, allowPrivateAddresses, cancellationToken),
    };

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint endpoint, bool allowPrivateAddresses, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(endpoint.Host, cancellationToken);
        var allowed = addresses.Where(address => allowPrivateAddresses || PublicAddress.Is(address)).ToArray();
        if (allowed.Length == 0)
        {
            throw new NotPublicException(endpoint.Host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, endpoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A host has no address on the public internet.</summary>
internal sealed class NotPublicException(string host) : Exception($"{host} is no public address");
