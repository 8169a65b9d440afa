using System.ComponentModel.DataAnnotations;
using BadgeFunctions.Functions.Badges;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>How the certification system is told (section <c>Callbacks</c>).</summary>
public sealed class CallbackOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Callbacks";

    // Timers of an orchestration are cut at three days on Azure Storage; nobody waits for longer anyway.
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(3);

    /// <summary>Where callbacks are sent; none by default.</summary>
    public IList<CallbackEndpoint> Endpoints { get; set; } = [];

    /// <summary>How long to wait after each attempt that failed; the last one also after all that follow.</summary>
    public IList<TimeSpan> Intervals { get; set; } =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(20),
        TimeSpan.FromHours(24),
    ];

    /// <summary>How long after the first attempt the last one is made.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(5);

    /// <summary>How long an endpoint may take to answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long deliveries that were made or given up are kept.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(90);

    /// <summary>The endpoints that want a type.</summary>
    internal IEnumerable<CallbackEndpoint> EndpointsFor(string type) => Endpoints.Where(endpoint => endpoint.Wants(type));

    internal CallbackEndpoint? Find(string name) => Endpoints.FirstOrDefault(endpoint => endpoint.Name == name);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (var i = 0; i < Endpoints.Count; i++)
        {
            foreach (var error in Endpoints[i].Errors())
            {
                yield return new ValidationResult($"{Section}:{nameof(Endpoints)}:{i}:{error}");
            }

            if (CallbackEndpoint.IsName(Endpoints[i].Name) && Find(Endpoints[i].Name) != Endpoints[i])
            {
                yield return new ValidationResult($"{Section}:{nameof(Endpoints)}:{i}:{nameof(CallbackEndpoint.Name)} is another endpoint's name.");
            }
        }

        if (Intervals.Count == 0 || Intervals.Any(interval => interval <= TimeSpan.Zero || interval > LongestInterval))
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(Intervals)} must each be longer than nothing and at most {LongestInterval.Days} days.");
        }

        if (GiveUpAfter < TimeSpan.Zero || GiveUpAfter > TimeSpan.FromDays(30))
        {
            yield return new ValidationResult($"{Section}:{nameof(GiveUpAfter)} must be from 0 to 30 days.");
        }

        if (Retention <= GiveUpAfter || Retention > TimeSpan.FromDays(3650))
        {
            yield return new ValidationResult($"{Section}:{nameof(Retention)} must be longer than {Section}:{nameof(GiveUpAfter)} and at most 3650 days.");
        }
    }
}

/// <summary>Whether any endpoint of the settings wants a type.</summary>
internal sealed class CallbackSubscribers(IOptionsMonitor<CallbackOptions> options) : IAnnouncementSubscribers
{
    public bool IsSubscribed(string type) => options.CurrentValue.EndpointsFor(type).Any();
}
