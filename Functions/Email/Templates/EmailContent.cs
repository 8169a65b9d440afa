namespace BadgeFunctions.Functions.Email.Templates;

/// <summary>An e-mail's words.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Html">The HTML part.</param>
/// <param name="Text">The plain part.</param>
internal sealed record EmailContent(string Subject, string Html, string Text);
