using System.ComponentModel.DataAnnotations;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>How the durable engine runs.</summary>
internal sealed record DurableEngineOptions
{
    /// <summary>The SQLite file of the task hub; created where there is none. One process at a time.</summary>
    [Required]
    public string DatabasePath { get; set; } = string.Empty;

    /// <summary>
    /// The version of orchestrations that are started without one; newer ones wait for a build that knows them. Without it no
    /// orchestration waits.
    /// </summary>
    public string? DefaultVersion { get; set; }

    /// <summary>How many activities run at the same time.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrentActivities { get; set; } = 10 * Environment.ProcessorCount;

    /// <summary>How many orchestrators take a turn at the same time.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrentOrchestrations { get; set; } = 10 * Environment.ProcessorCount;

    /// <summary>How many histories of waiting orchestrations stay in memory; the others are read when they go on.</summary>
    [Range(0, 1_000_000)]
    public int MaxCachedHistories { get; set; } = 4_000;

    /// <summary>The most pages of 4 KiB that the file may have; without it, the disk is the limit.</summary>
    [Range(64, 4_294_967_294)]
    public long? MaxDatabasePages { get; set; }
}
