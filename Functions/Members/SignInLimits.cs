using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Members;

/// <summary>How members sign in, and how often a link can be asked for (section <c>SignIn</c>). Each instance of the app counts by itself.</summary>
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

    /// <summary>
    /// The header in which what stands before the app says where a request comes from; of several addresses the last counts, and a request without it
    /// is not limited by network. Without a name it is the connection's address, as the worker reads it from X-Forwarded-For.
    /// </summary>
    public string? ClientAddressHeader { get; set; }

    /// <summary>
    /// The name of the identity provider in App Service Authentication by which members can sign in too. Only behind App Service Authentication:
    /// elsewhere anybody could send the header that it sets. Without a name that header says nothing.
    /// </summary>
    [RegularExpression("[A-Za-z0-9_-]*")]
    public string? AppServiceProvider { get; set; }
}

/// <summary>Limits the sign-in links that are asked for: nobody's mailbox is flooded, and nobody tries address after address.</summary>
internal sealed class SignInLimits(IOptions<SignInOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _perAddress = PerHour(options.Value.PerAddress);
    private readonly PartitionedRateLimiter<string> _perNetwork = PerHour(options.Value.PerNetwork);

    /// <summary>Counts a request from a network.</summary>
    public bool AdmitsNetwork(HttpRequest request) =>
        NetworkOf(AddressOf(request)) is not { } network || Admits(_perNetwork, network);

    /// <summary>Counts an e-mail to an address.</summary>
    public bool AdmitsAddress(string addressDigest) => Admits(_perAddress, addressDigest);

    private string? AddressOf(HttpRequest request) => options.Value.ClientAddressHeader is { Length: > 0 } header
        ? request.Headers[header]
        : request.HttpContext.Connection.RemoteIpAddress?.ToString();

    /// <summary>The network of the last of some addresses, which may have ports; null when it is none.</summary>
    public static string? NetworkOf(string? addresses) =>
        !IPEndPoint.TryParse(addresses?.Split(',')[^1].Trim() ?? "", out var client) ? null
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
