using static BadgeFunctions.Sandbox.Web.Html;

namespace BadgeFunctions.Sandbox.Inbox;

/// <summary>The inbox: every e-mail as its member would see it.</summary>
internal static class InboxPages
{
    private const string Part = "Inbox";
    private const string Theme = "inbox";

    public static void MapInbox(this WebApplication app)
    {
        app.MapGet("/inbox", (Mailbox mailbox) => List(mailbox.Mails));
        app.MapGet("/inbox.json", (Mailbox mailbox) => Results.Json(mailbox.Mails));
        app.MapGet("/inbox/{id}", (string id, Mailbox mailbox) =>
            mailbox.Mails.FirstOrDefault(mail => mail.Id == id) is { } mail ? Show(mail) : Results.NotFound());
    }

    private static IResult List(IReadOnlyList<Mail> mails) => Page(Part, Theme, "Inbox", mails.Count == 0
        ? "<p>No e-mail yet.</p>"
        : $"""
            <table class="card"><thead><tr><th>To</th><th>Subject</th><th>At</th></tr></thead><tbody>
            {string.Concat(mails.Reverse().Select(mail =>
                $"<tr><td>{E(mail.ToAddress)}</td><td><a href=\"/inbox/{mail.Id}\">{E(mail.Subject)}</a></td><td>{mail.At:u}</td></tr>"))}
            </tbody></table>
            """);

    // The frame may not run scripts; its links open in this window, as those of an e-mail do.
    private static IResult Show(Mail mail) => Page(Part, Theme, mail.Subject, $"""
        <p>From {E(mail.From)}<br>To {E(mail.ToName)} &lt;{E(mail.ToAddress)}&gt;</p>
        <iframe title="The e-mail" sandbox="allow-top-navigation-by-user-activation" srcdoc="{E("<base target=\"_top\">" + mail.Html)}"></iframe>
        <details class="card"><summary>Plain part and details</summary><pre>{E(mail.Text)}</pre>
        <p>{E(string.Join(", ", mail.CustomArgs.Select(arg => $"{arg.Key}={arg.Value}")))}</p></details>
        """);
}
