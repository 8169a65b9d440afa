using System.Globalization;
using System.Security.Cryptography;
using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Certification;

/// <summary>The certification system's page: award a badge, see what the app answered, send it again.</summary>
internal static class CertificationEndpoints
{
    private const string Page = "/certification";

    public static void MapCertification(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (FirstSteps steps) => Html.Page<StartPage>(steps.Of(steps.Latest)));
        routes.MapGet(Page, (SentWebhooks sent) => Html.Page<AwardPage>(new AwardPageModel(Suggestion(), sent.All)));
        routes.MapPost("/award", async (
            IFormCollection form, CertificationSystem certification, SentWebhooks sent, CancellationToken cancellationToken) =>
            Shown(sent, await certification.AwardAsync(Read(form), cancellationToken: cancellationToken)));
        routes.MapPost("/resend", async (
            IFormCollection form, CertificationSystem certification, SentWebhooks sent, CancellationToken cancellationToken) =>
            sent.Find(form.Text("id")) is { } again
                ? Shown(sent, await certification.AwardAsync(again.Achievement, again.WebhookId, cancellationToken))
                : TypedResults.NotFound());
        routes.MapPost("/tell", TellAsync);
    }

    private static IResult Shown(SentWebhooks all, SentWebhook sent)
    {
        all.Add(sent);
        return Html.SeeOther(Page, sent.BadgeId is null
            ? $"The app did not take the award: {AnswerOf(sent.Status, sent.Answer)}"
            : $"The app took the award. An e-mail to {sent.Achievement.Member.Email} comes to the inbox within seconds.");
    }

    private static async Task<IResult> TellAsync(
        IFormCollection form, CertificationSystem certification, SentWebhooks sent, CancellationToken cancellationToken)
    {
        if (sent.Find(form["id"].ToString())?.Achievement is not { } achievement || NewsOf(achievement, form) is not { } news)
        {
            return TypedResults.NotFound();
        }

        var (status, answer) = await certification.TellAsync(news, cancellationToken: cancellationToken);
        return Html.SeeOther(Page, status is >= 200 and < 300
            ? $"The app took {news.Type} for {FirstSteps.NameOf(achievement.Member)}."
            : $"The app did not take {news.Type}: {AnswerOf(status, answer)}");
    }

    private static string AnswerOf(int status, string answer) => status == 0 ? answer : $"it answered {status} {answer}";

    private static CertificationNews? NewsOf(Achievement achievement, IFormCollection form) => form["type"].ToString() switch
    {
        "achievement.revoked" => CertificationNews.Revoked(achievement.AchievementId, form["reason"].ToString()),
        "achievement.renewed" => CertificationNews.Renewed(achievement.AchievementId, Optional(form, "expires")),
        "achievement.corrected" => CertificationNews.Corrected(
            achievement with { Member = achievement.Member with { FamilyName = form["family"].ToString() } }),
        "member.updated" => CertificationNews.MemberUpdated(achievement.Member with { Email = form["email"].ToString() }),
        _ => null,
    };

    // Another member each time: Credly takes a badge for an address only once.
    private static Achievement Suggestion()
    {
        var number = RandomNumberGenerator.GetInt32(2000, 10_000).ToString(CultureInfo.InvariantCulture);
        return Achievement.Sample() with
        {
            Member = new AwardedMember
            {
                Id = $"m-{number}",
                GivenName = "Luca",
                FamilyName = "Bianchi",
                Email = $"luca.bianchi+{number}@example.org",
            },
        };
    }

    // As it was typed: what is wrong with it is for the app to say.
    private static Achievement Read(IFormCollection form) => new()
    {
        AchievementId = form["achievement"].ToString(),
        TemplateCode = form["template"].ToString(),
        Category = BadgeTemplateSeed.Find(form["template"].ToString())?.Category ?? "",
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
}

/// <summary>The certification system's page, with the award that its form starts with.</summary>
public sealed record AwardPageModel(Achievement Form, IReadOnlyList<SentWebhook> Sent);
