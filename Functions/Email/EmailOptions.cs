using System.ComponentModel.DataAnnotations;

namespace BadgeFunctions.Functions.Email;

/// <summary>Who our e-mails come from (section <c>Email</c>).</summary>
public sealed class EmailOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Email";

    /// <summary>The sender's address: a verified sender or domain on SendGrid.</summary>
    [Required]
    [EmailAddress]
    public required string FromAddress { get; set; }

    /// <summary>The sender's name.</summary>
    [Required]
    public required string FromName { get; set; }

    /// <summary>
    /// How long to wait before an e-mail whose outcome is unknown is looked up: SendGrid's activity feed shows it with a delay.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan LookUpAfter { get; set; } = TimeSpan.FromMinutes(5);
}
