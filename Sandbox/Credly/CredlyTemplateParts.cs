namespace BadgeFunctions.Sandbox.Credly;

/// <summary>A step to earn a badge. Source: credly.com/docs/badge_templates.</summary>
/// <param name="Title">What has to be done.</param>
/// <param name="Type">Such as <c>Assessment</c>; <c>Badge</c> where another badge has to be earned first.</param>
/// <param name="Url">Where to read more.</param>
/// <param name="RequiredTemplateId">The template of that other badge.</param>
public sealed record CredlyActivity(string Title, string? Type = null, string? Url = null, string? RequiredTemplateId = null);

/// <summary>A standard that a badge meets.</summary>
public sealed record CredlyAlignment(string? Name, string? Url, string? Description);

/// <summary>What its earner might do next.</summary>
public sealed record CredlyRecommendation(string? Title, string? Type, string? ActivityUrl);
