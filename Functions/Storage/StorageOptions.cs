using System.ComponentModel.DataAnnotations;

namespace BadgeFunctions.Functions.Storage;

/// <summary>Table storage (section <c>Tables</c>).</summary>
public sealed class StorageOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Tables";

    /// <summary>A storage connection string.</summary>
    [Required]
    public required string ConnectionString { get; set; }
}
