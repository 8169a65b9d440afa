namespace BadgeFunctions.Sandbox.Inbox;

/// <summary>The body of <c>POST /v3/mail/send</c>: what of it the inbox can show.</summary>
internal sealed record MailSend(
    IReadOnlyList<Personalization?>? Personalizations,
    MailPerson? From,
    string? Subject,
    IReadOnlyList<MailContent?>? Content,
    IReadOnlyList<string>? Categories,
    IReadOnlyDictionary<string, string>? CustomArgs);

/// <summary>One envelope.</summary>
internal sealed record Personalization(
    IReadOnlyList<MailPerson?>? To,
    string? Subject,
    IReadOnlyDictionary<string, string>? CustomArgs);

/// <summary>An address with the name that it is shown with.</summary>
public sealed record MailPerson(string? Email, string? Name);

/// <summary>One part of a mail.</summary>
internal sealed record MailContent(string? Type, string? Value);
