using System.Globalization;

namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>
/// What an administrator enters of a badge template; what is not sent stays. The rules are the API's: credly.com/docs/badge_templates_extended.
/// </summary>
internal sealed class TemplateFields(SentFields sent)
{
    private const int MinSkills = 3;

    /// <summary>What is wrong with the template; null for nothing.</summary>
    public string? ProblemOf(CredlyTemplate changed) => changed switch
    {
        { Name: "" } => "Enter a name.",
        { Description: "" } => "Enter a description.",
        { Criteria: "" } => "Enter what has to be done to earn it.",
        // The organization's own templates were entered before there was that rule.
        { Skills.Count: < MinSkills } when sent.Has("skills") => $"Enter at least {MinSkills} skills, one a line.",
        _ when !CredlyTemplate.States.Contains(changed.State) => $"There is no state '{changed.State}'.",
        _ when sent["expires"].Length > 0 && changed.DefaultExpiresAt is null => "The expiry must be a date, such as 2030-12-31.",
        _ => null,
    };

    public CredlyTemplate Change(CredlyTemplate template) => template with
    {
        Name = Text("name", template.Name),
        Description = Text("description", template.Description),
        Criteria = Text("criteria", template.Criteria),
        Activities = sent.Has("criteria") && sent["criteria"] != template.Criteria ? [] : template.Activities,
        Skills = sent.Has("skills") ? sent.Lines("skills") : template.Skills,
        State = Text("state", template.State),
        AllowsDuplicates = sent.Has("duplicates") ? sent.IsOn("duplicates") : template.AllowsDuplicates,
        Image = Enum.TryParse<CredlyImage>(sent["image"], out var image) ? image : template.Image,
        DefaultExpiresAt = sent.Has("expires") ? Day(sent["expires"]) : template.DefaultExpiresAt,
    };

    private string Text(string name, string otherwise) => sent.Has(name) ? sent[name] : otherwise;

    private static DateTimeOffset? Day(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day) ? day : null;
}
