namespace BadgeFunctions.Functions.Members;

/// <summary>What the sign-in page shows.</summary>
/// <param name="FormToken">The anti-forgery value.</param>
/// <param name="Address">What was typed.</param>
/// <param name="Error">What is wrong with it.</param>
public sealed record SignInPageModel(string FormToken, string? Address = null, string? Error = null);

/// <summary>What the page behind the e-mailed sign-in link shows.</summary>
/// <param name="Path">Where its form goes.</param>
/// <param name="FormToken">The anti-forgery value.</param>
public sealed record SignInConfirmModel(string Path, string FormToken);
