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
}
