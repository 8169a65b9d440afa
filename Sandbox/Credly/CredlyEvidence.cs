namespace BadgeFunctions.Sandbox.Credly;

/// <summary>What proves that a badge was earned. Source: credly.com/docs/issued_badges, "Evidence".</summary>
/// <param name="Id">Credly's id, or the one that an <c>IdEvidence</c> brings.</param>
/// <param name="Type">Such as <c>UrlEvidence</c>, <c>TextEvidence</c>, <c>IdEvidence</c>.</param>
/// <param name="Name">Its title.</param>
/// <param name="Description">What it is.</param>
/// <param name="Value">An address, or the text itself.</param>
public sealed record CredlyEvidence(string Id, string Type, string? Name, string? Description, string? Value);
