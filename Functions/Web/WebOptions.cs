using System.ComponentModel.DataAnnotations;

namespace BadgeFunctions.Functions.Web;

/// <summary>The pages (section <c>Web</c>).</summary>
public sealed class WebOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Web";

    /// <summary>The address under which members reach the app; links in e-mails start with it.</summary>
    [Required]
    public required Uri PublicUrl { get; set; }

    /// <summary>The certification body's name.</summary>
    [Required]
    public required string OrganisationName { get; set; }

    /// <summary>The e-mail address that members write to: it stands on pages, and answers to e-mails go there. Null: nobody is named.</summary>
    [EmailAddress]
    public string? ContactAddress { get; set; }

    /// <summary>The language of members whose own is not known: a BCP 47 tag.</summary>
    public string DefaultLocale { get; set; } = "en";

    /// <summary>The theme: a JSON file, whose path counts from the app's own folder. Null: the one that the app brings along.</summary>
    public string? ThemeFile { get; set; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicUrl is not (null or { IsAbsoluteUri: true, AbsolutePath: "/", Scheme: "https" or "http" }))
        {
            yield return new ValidationResult($"{Section}:{nameof(PublicUrl)} must be an absolute http or https address without a path.");
        }

        List<FieldError> errors = [];
        if (ThemeFile is { Length: > 0 } path && Web.ThemeFile.Read(path, errors) is null)
        {
            foreach (var error in errors)
            {
                yield return new ValidationResult($"{Section}:{nameof(ThemeFile)} is wrong: {error.Field} {error.Reason}.");
            }
        }
    }
}
