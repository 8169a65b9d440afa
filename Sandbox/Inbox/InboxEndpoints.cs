using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Inbox;

/// <summary>The inbox as people see it, and as JSON.</summary>
internal static class InboxEndpoints
{
    public static void MapInbox(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/inbox", (Mailbox mailbox, SendGridEvents events) => Html.Page<InboxPage>(
            mailbox.Mails.Reverse().GroupJoin(events.Sent, mail => mail.Id, sent => sent.MailId, (mail, sent) => new MailModel(mail, [.. sent])).ToList()));
        routes.MapGet("/inbox.json", (Mailbox mailbox, int after = 0) => TypedResults.Ok(mailbox.Mails.Skip(after)));
        routes.MapGet("/inbox/{id}", (string id, Mailbox mailbox, SendGridEvents events) => mailbox.Find(id) is { } mail
            ? Html.Page<MailPage>(new MailModel(mail, [.. events.Sent.Where(sent => sent.MailId == id)]))
            : TypedResults.NotFound());
        routes.MapPost("/inbox/{id}/bounce", (string id, Mailbox mailbox, SendGridEvents events) =>
            Tell(mailbox.Find(id), events.Bounce, "The app is told that this e-mail came back."));
        routes.MapPost("/inbox/{id}/defer", (string id, Mailbox mailbox, SendGridEvents events) =>
            Tell(mailbox.Find(id), events.Defer, "The app is told that this e-mail was deferred."));
    }

    private static IResult Tell(Mail? mail, Action<Mail> tell, string notice)
    {
        if (mail is null)
        {
            return TypedResults.NotFound();
        }

        tell(mail);
        return Html.SeeOther($"/inbox/{mail.Id}", notice);
    }
}

/// <summary>A mail, and what the app was told of it, in this order.</summary>
public sealed record MailModel(Mail Mail, IReadOnlyList<SentEvent> Events);
