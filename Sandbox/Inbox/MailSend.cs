using System.Text.RegularExpressions;

namespace BadgeFunctions.Sandbox.Inbox;

/// <summary>The body of <c>POST /v3/mail/send</c>: what of it the inbox can show.</summary>
internal sealed partial record MailSend(
    IReadOnlyList<Personalization?>? Personalizations,
    MailPerson? From,
    MailPerson? ReplyTo,
    string? Subject,
    IReadOnlyList<MailContent?>? Content,
    IReadOnlyList<string>? Categories,
    IReadOnlyDictionary<string, string>? CustomArgs,
    IReadOnlyDictionary<string, string>? Headers)
{
    /// <summary>What SendGrid refuses in it. Source: docs.sendgrid.com, Mail Send, "Errors".</summary>
    public IEnumerable<SendGridError> Errors()
    {
        if (!IsAddress(From))
        {
            yield return new SendGridError("The from email does not contain a valid address.", "from.email");
        }

        if (Personalizations is not { Count: > 0 })
        {
            yield return new SendGridError("The personalizations field is required and must have at least one personalization.", "personalizations");
        }

        foreach (var (i, personalization) in (Personalizations ?? []).Index())
        {
            if (personalization?.To is not { Count: > 0 })
            {
                yield return new SendGridError("The to array is required for all personalization objects.", $"personalizations.{i}.to");
            }

            foreach (var (j, recipient) in (personalization?.To ?? []).Index().Where(one => !IsAddress(one.Item)))
            {
                yield return new SendGridError("Does not contain a valid address.", $"personalizations.{i}.to.{j}.email");
            }
        }

        if (string.IsNullOrEmpty(Subject) && Personalizations?.All(one => !string.IsNullOrEmpty(one?.Subject)) is not true)
        {
            yield return new SendGridError("The subject is required.", "subject");
        }

        if (Content is not { Count: > 0 } || Content.Any(one => string.IsNullOrEmpty(one?.Value)) || Content.Skip(1).Any(one => one?.Type == "text/plain"))
        {
            yield return new SendGridError("The content parameter is required, text/plain first. Its values must be at least one character.", "content");
        }
    }

    private static bool IsAddress(MailPerson? address) => address?.Email is { Length: <= 320 } email && Address().IsMatch(email);

    [GeneratedRegex(@"^[^@\s\p{Cc}<>""]+@[^@\s\p{Cc}<>""]+\.[^@\s\p{Cc}<>""]+\z")]
    private static partial Regex Address();
}

internal sealed record Personalization(IReadOnlyList<MailPerson?>? To, string? Subject, IReadOnlyDictionary<string, string>? CustomArgs, IReadOnlyDictionary<string, string>? Headers);

internal sealed partial record MailPerson(string? Email, string? Name)
{
    /// <summary>
    /// A name as a mail client shows it: without the quotes of RFC 5322's quoted strings. Null when a special character stands
    /// outside of them: then the name is read as several addresses. SendGrid lets dots pass.
    /// </summary>
    public string? ShownName() => Phrase().IsMatch(Name ?? "")
        ? Quoted().Replace(Name ?? "", quoted => Escaped().Replace(quoted.Groups[1].Value, "$1"))
        : null;

    /// <summary>Name and address as a mail client shows them; null when the name is read as several addresses.</summary>
    public string? Shown() => ShownName() switch { null => null, "" => Email, var name => $"{name} <{Email}>" };

    [GeneratedRegex(@"^(?:[^()<>\[\]:;@\\,""]|""(?:[^""\\]|\\.)*"")*\z", RegexOptions.Singleline)]
    private static partial Regex Phrase();

    [GeneratedRegex(@"""((?:[^""\\]|\\.)*)""", RegexOptions.Singleline)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\\(.)", RegexOptions.Singleline)]
    private static partial Regex Escaped();
}

internal sealed record MailContent(string? Type, string? Value);

/// <summary>An error as SendGrid words it.</summary>
internal sealed record SendGridError(string Message, string? Field = null, string? Help = null);
