using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Inbox;

/// <summary>The inbox as people see it, and as JSON.</summary>
internal static class InboxEndpoints
{
    public static void MapInbox(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/inbox", (Mailbox mailbox) => Html.Page<InboxPage>(mailbox.Mails.Reverse().ToList()));
        routes.MapGet("/inbox.json", (Mailbox mailbox) => TypedResults.Ok(mailbox.Mails));
        routes.MapGet("/inbox/{id}", (string id, Mailbox mailbox) =>
            mailbox.Mails.FirstOrDefault(one => one.Id == id) is { } mail ? Html.Page<MailPage>(mail) : TypedResults.NotFound());
    }
}
