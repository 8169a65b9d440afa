using System.Text.Json.Serialization;

namespace BadgeFunctions.Functions.Credly.Reconciliation;

/// <summary>Where a run of <see cref="CredlyCatchUpWorkflow"/> stands.</summary>
/// <param name="Now">When it began.</param>
public sealed record CatchUp(DateTimeOffset Now)
{
    // What happened a moment ago is still being told by its webhook.
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(5);

    /// <summary>What happened after this was not looked at before; null until it was looked up.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What happened after this is left to the next run.</summary>
    [JsonIgnore]
    public DateTimeOffset Until => Now - Settling;

    /// <summary>What is being walked.</summary>
    public CatchUpWalk Walk { get; init; }

    /// <summary>The page that is read next, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>How much was looked at.</summary>
    public int Looked { get; init; }

    /// <summary>How much of it no webhook had told.</summary>
    public int Mended { get; init; }

    /// <summary>Whether something of this time is this run's.</summary>
    public bool IsDue(DateTimeOffset at) => at > Since && at <= Until;

    /// <summary>Where the run stands after a page.</summary>
    public CatchUp After(CatchUpPage read)
    {
        var after = this with { Looked = Looked + read.Looked, Mended = Mended + read.Mended };
        return read.IsLast ? after with { Walk = Walk + 1, Page = 1 } : after with { Page = Page + 1 };
    }
}

/// <summary>The walks of a run, in their order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CatchUpWalk>))]
public enum CatchUpWalk
{
    /// <summary>The organization's events.</summary>
    Events,

    /// <summary>The badges whose state changed.</summary>
    Badges,

    /// <summary>Over.</summary>
    Done,
}

/// <summary>What came of a page.</summary>
/// <param name="Looked">How much on it was this run's.</param>
/// <param name="Mended">How much of it no webhook had told.</param>
/// <param name="IsLast">Whether what follows is older than the run.</param>
public sealed record CatchUpPage(int Looked, int Mended, bool IsLast);
