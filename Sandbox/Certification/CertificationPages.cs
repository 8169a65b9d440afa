using System.Collections.Concurrent;
using static BadgeFunctions.Sandbox.Web.Html;

namespace BadgeFunctions.Sandbox.Certification;

/// <summary>The certification system's page: award a badge, and see what was sent.</summary>
internal static class CertificationPages
{
    private static readonly Dictionary<string, string> CategoryOf = new()
    {
        ["best-practice-week-attendee"] = "event",
        ["project-management-foundations"] = "course-and-programme",
        ["level-c-project-manager"] = "certificate",
        ["volunteer-of-the-year"] = "award",
    };

    public static void MapCertification(this WebApplication app)
    {
        var sent = new ConcurrentQueue<SentWebhook>();
        app.MapGet("/", (Addresses addresses) => Show(sent, addresses));
        app.MapPost("/award", async (HttpRequest request, CertificationSystem certification) =>
        {
            var achievement = Read(await request.ReadFormAsync());
            sent.Enqueue(await certification.AwardAsync(achievement, cancellationToken: request.HttpContext.RequestAborted));
            return Results.LocalRedirect("/#sent");
        });
        app.MapPost("/resend", async (HttpRequest request, CertificationSystem certification) =>
        {
            var form = await request.ReadFormAsync();
            if (sent.FirstOrDefault(one => one.WebhookId == form["id"]) is { } again)
            {
                sent.Enqueue(await certification.AwardAsync(again.Achievement, again.WebhookId, request.HttpContext.RequestAborted));
            }

            return Results.LocalRedirect("/#sent");
        });
    }

    private static Achievement Read(IFormCollection form) => new()
    {
        AchievementId = form["achievement"].ToString(),
        TemplateCode = form["template"].ToString(),
        Category = CategoryOf.GetValueOrDefault(form["template"].ToString(), ""),
        Member = new AwardedMember
        {
            Id = form["member"].ToString(),
            GivenName = form["given"].ToString(),
            FamilyName = form["family"].ToString(),
            Email = form["email"].ToString(),
            Locale = form["locale"].ToString(),
        },
        AwardedOn = form["awarded"].ToString(),
        ExpiresOn = Optional(form, "expires"),
        Evidence = Optional(form, "evidence"),
    };

    private static string? Optional(IFormCollection form, string name) => form[name].ToString() is { Length: > 0 } value ? value : null;

    private static IResult Show(ConcurrentQueue<SentWebhook> sent, Addresses addresses)
    {
        // Somebody new each time: Credly refuses the same badge for the same address.
        var number = Random.Shared.Next(2000, 9999);
        var member = new AwardedMember
        {
            Id = $"m-{number}",
            GivenName = "Luca",
            FamilyName = "Bianchi",
            Email = $"luca.bianchi+{number}@example.org",
        };
        var templates = CategoryOf.Select(one => $"<option value=\"{one.Key}\">{one.Key} ({one.Value})</option>");
        return Page("Certification system", "certification", "Award a badge", $"""
            <p>Each award is told to <a href="{E(addresses.App)}/my-badges">the app</a> by a signed webhook.</p>
            <form method="post" action="/award" class="card">
              <label for="template">Badge</label><select id="template" name="template">{string.Concat(templates)}</select>
              <label for="given">Given name</label><input id="given" name="given" value="{member.GivenName}">
              <label for="family">Family name</label><input id="family" name="family" value="{member.FamilyName}">
              <label for="email">E-mail</label><input id="email" name="email" value="{member.Email}">
              <label for="awarded">Awarded on</label><input id="awarded" name="awarded" type="date" value="2021-04-26">
              <details><summary>More</summary>
                <label for="achievement">Achievement id</label><input id="achievement" name="achievement" value="ipma-{Guid.NewGuid():N}">
                <label for="member">Member id</label><input id="member" name="member" value="{member.Id}">
                <label for="locale">Locale</label><input id="locale" name="locale" value="{member.Locale}">
                <label for="expires">Expires on</label><input id="expires" name="expires" type="date">
                <label for="evidence">Evidence (https address)</label><input id="evidence" name="evidence">
              </details>
              <button>Award</button>
            </form>
            <h2 id="sent">Sent webhooks</h2>
            <table class="card"><thead><tr><th>Award</th><th>Answer</th><th></th></tr></thead>
            <tbody>{string.Concat(sent.Reverse().Select(Row))}</tbody></table>
            """);
    }

    private static string Row(SentWebhook sent) => $"""
        <tr><td>{E(sent.Achievement.TemplateCode)}<br>{E(sent.Achievement.Member.Email)}</td>
        <td><span class="state">{sent.Status}</span> {E(sent.Answer)}</td>
        <td><form method="post" action="/resend"><input type="hidden" name="id" value="{E(sent.WebhookId)}">
        <button class="quiet">Send again</button></form></td></tr>
        """;
}
