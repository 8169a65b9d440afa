namespace BadgeFunctions.Sandbox.Inbox;

/// <summary>An e-mail as SendGrid took it.</summary>
public sealed record Mail(
    string Id,
    DateTimeOffset At,
    string From,
    string ToAddress,
    string ToName,
    string Subject,
    string Text,
    string Html,
    IReadOnlyDictionary<string, string> CustomArgs,
    IReadOnlyList<string> Categories)
{
    /// <summary>The recipient, with the name where there is one.</summary>
    public string To => ToName.Length == 0 ? ToAddress : $"{ToName} <{ToAddress}>";
}
