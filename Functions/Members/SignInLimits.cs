using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Members;

/// <summary>How often a sign-in link can be asked for (section <c>SignIn</c>). Each instance of the app counts by itself.</summary>
public sealed class SignInOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "SignIn";

    /// <summary>E-mails an hour to one address.</summary>
    [Range(1, 1000)]
    public int PerAddress { get; set; } = 5;

    /// <summary>Requests an hour from one network: an IPv4 address, or the first 64 bits of an IPv6 one.</summary>
    [Range(1, 1_000_000)]
    public int PerNetwork { get; set; } = 60;

    /// <summary>The header in which the host says where a request comes from; of several addresses the last counts. A request without it is not limited by network.</summary>
    public string ClientAddressHeader { get; set; } = "X-Forwarded-For";
}

/// <summary>Limits the sign-in links that are asked for: nobody's mailbox is flooded, and nobody tries address after address.</summary>
internal sealed class SignInLimits(IOptions<SignInOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _perAddress = PerHour(options.Value.PerAddress);
    private readonly PartitionedRateLimiter<string> _perNetwork = PerHour(options.Value.PerNetwork);

    /// <summary>Counts a request from a network.</summary>
    public bool AdmitsNetwork(HttpRequest request) =>
        NetworkOf(request.Headers[options.Value.ClientAddressHeader]) is not { } network || Admits(_perNetwork, network);

    /// <summary>Counts an e-mail to an address.</summary>
    public bool AdmitsAddress(string addressDigest) => Admits(_perAddress, addressDigest);

    /// <summary>The network of the last address in a header, which may have a port; null when it has none.</summary>
    public static string? NetworkOf(string? header) =>
        !IPEndPoint.TryParse(header?.Split(',')[^1].Trim() ?? "", out var client) ? null
        : client.Address.IsIPv4MappedToIPv6 ? client.Address.MapToIPv4().ToString()
        : client.AddressFamily is AddressFamily.InterNetworkV6 ? Convert.ToHexStringLower(client.Address.GetAddressBytes().AsSpan(0, 8))
        : client.Address.ToString();

    public void Dispose()
    {
        _perAddress.Dispose();
        _perNetwork.Dispose();
    }

    private static bool Admits(PartitionedRateLimiter<string> limiter, string key)
    {
        using var lease = limiter.AttemptAcquire(key);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<string> PerHour(int permits) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromHours(1) }));
}
