using BadgeFunctions.Sandbox.Certification;

namespace BadgeFunctions.Benchmarks.Load;

/// <summary>One award of a load and how far its badge has come. Times count from the start of the load.</summary>
internal sealed class LoadedAward(string id)
{
    public Achievement Achievement { get; } = new()
    {
        AchievementId = $"load-{id}",
        Member = new AwardedMember { Id = $"m-{id}", Email = $"maria.rossi+{id}@example.org" },
    };

    public string Email => Achievement.Member.Email;

    /// <summary>When its webhook was to be sent.</summary>
    public TimeSpan Due { get; set; }

    public TimeSpan? Answered { get; set; }

    /// <summary>The badge, when the app took the award.</summary>
    public string? BadgeId { get; set; }

    public TimeSpan? Mailed { get; set; }

    public int Mails { get; set; }

    /// <summary>When the app said that the badge is accepted.</summary>
    public TimeSpan? Accepted { get; set; }

    public bool IsFailed { get; set; }
}
