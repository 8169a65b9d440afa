namespace BadgeFunctions.Sandbox.Inbox;

/// <summary>An e-mail as SendGrid took it.</summary>
internal sealed record Mail(
    string Id,
    DateTimeOffset At,
    string From,
    string ToAddress,
    string ToName,
    string Subject,
    string Text,
    string Html,
    IReadOnlyDictionary<string, string> CustomArgs,
    IReadOnlyList<string> Categories);
