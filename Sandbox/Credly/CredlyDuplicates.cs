namespace BadgeFunctions.Sandbox.Credly;

/// <summary>
/// What becomes of a badge that its earner has already: <c>duplicate_behavior</c>. It says nothing where the template allows duplicates.
/// Source: Credly's article "Bulk Replacement Feature" for issuers.
/// </summary>
internal enum CredlyDuplicates
{
    Deny,
    Allow,
    Replace,
}
