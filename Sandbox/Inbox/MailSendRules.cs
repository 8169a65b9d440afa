using System.Text.RegularExpressions;

namespace BadgeFunctions.Sandbox.Inbox;

/// <summary>What SendGrid refuses in a mail. Source: docs.sendgrid.com, Mail Send, "Errors".</summary>
internal static partial class MailSendRules
{
    private const int MaxPersonalizations = 1000;

    public static IEnumerable<SendGridError> Check(MailSend mail) =>
        [.. CheckFrom(mail.From), .. CheckPersonalizations(mail), .. CheckSubject(mail), .. CheckContent(mail.Content)];

    private static IEnumerable<SendGridError> CheckFrom(MailPerson? from)
    {
        if (string.IsNullOrEmpty(from?.Email))
        {
            yield return new SendGridError(
                "The from object must be provided for every email send. It is an object that requires the email parameter, but may also contain a name parameter.",
                "from.email");
        }
        else if (!IsAddress(from))
        {
            yield return new SendGridError("The from email does not contain a valid address.", "from.email");
        }
    }

    private static IEnumerable<SendGridError> CheckPersonalizations(MailSend mail)
    {
        if (mail.Personalizations is not { Count: > 0 and <= MaxPersonalizations } personalizations)
        {
            yield return new SendGridError(
                "The personalizations field is required and must have at least one personalization.", "personalizations");
            yield break;
        }

        for (var i = 0; i < personalizations.Count; i++)
        {
            if (personalizations[i]?.To is not { Count: > 0 } recipients)
            {
                yield return new SendGridError(
                    "The to array is required for all personalization objects, and must have at least one email object with a valid email address.",
                    $"personalizations.{i}.to");
                continue;
            }

            for (var j = 0; j < recipients.Count; j++)
            {
                if (!IsAddress(recipients[j]))
                {
                    yield return new SendGridError("Does not contain a valid address.", $"personalizations.{i}.to.{j}.email");
                }
            }
        }
    }

    private static IEnumerable<SendGridError> CheckSubject(MailSend mail)
    {
        var isEverywhere = mail.Personalizations?.All(one => !string.IsNullOrEmpty(one?.Subject)) ?? false;
        if (string.IsNullOrEmpty(mail.Subject) && !isEverywhere)
        {
            yield return new SendGridError(
                "The subject is required. You can get around this requirement if you use a template with a subject defined or if every personalization has a subject defined.",
                "subject");
        }
    }

    private static IEnumerable<SendGridError> CheckContent(IReadOnlyList<MailContent?>? contents)
    {
        if (contents is not { Count: > 0 })
        {
            yield return new SendGridError(
                "Unless a valid template_id is provided, the content parameter is required. There must be at least one defined content block. We typically suggest both text/plain and text/html blocks are included, but only one block is required.",
                "content");
            yield break;
        }

        for (var i = 0; i < contents.Count; i++)
        {
            if (string.IsNullOrEmpty(contents[i]?.Value))
            {
                yield return new SendGridError("The content value must be a string at least one character in length.", $"content.{i}.value");
            }
        }

        if (contents.Skip(1).Any(content => content?.Type == "text/plain"))
        {
            yield return new SendGridError("If present, text/plain must be the first content type.", "content");
        }
    }

    private static bool IsAddress(MailPerson? address) => address?.Email is { Length: <= 320 } email && Address().IsMatch(email);

    [GeneratedRegex(@"^[^@\s\p{Cc}<>""]+@[^@\s\p{Cc}<>""]+\.[^@\s\p{Cc}<>""]+\z")]
    private static partial Regex Address();
}
