using System.Globalization;
using System.Security.Cryptography;
using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Certification;

/// <summary>The certification system's page: award a badge, see what the app answered, send it again.</summary>
internal static class CertificationEndpoints
{
    public static void MapCertification(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (SentWebhooks sent, Addresses addresses) =>
            Html.Page<AwardPage>(new AwardPageModel(Suggestion(), sent.All, $"{addresses.App}/my-badges", null)));
        routes.MapPost("/award", async (
            IFormCollection form, CertificationSystem certification, SentWebhooks sent, CancellationToken cancellationToken) =>
        {
            sent.Add(await certification.AwardAsync(Read(form), cancellationToken: cancellationToken));
            return Html.SeeOther("/#sent");
        });
        routes.MapPost("/resend", async (
            IFormCollection form, CertificationSystem certification, SentWebhooks sent, CancellationToken cancellationToken) =>
        {
            if (sent.Find(form.Text("id")) is { } again)
            {
                sent.Add(await certification.AwardAsync(again.Achievement, again.WebhookId, cancellationToken));
            }

            return Html.SeeOther("/#sent");
        });
        routes.MapPost("/tell", TellAsync);
    }

    private static async Task<IResult> TellAsync(
        IFormCollection form, CertificationSystem certification, SentWebhooks sent, Addresses addresses, CancellationToken cancellationToken)
    {
        if (sent.Find(form["id"].ToString())?.Achievement is not { } achievement || NewsOf(achievement, form) is not { } news)
        {
            return TypedResults.NotFound();
        }

        var (status, answer) = await certification.TellAsync(news, cancellationToken: cancellationToken);
        return Html.Page<AwardPage>(new AwardPageModel(
            Suggestion(), sent.All, $"{addresses.App}/my-badges", $"{news.Type} was answered {status}. {(status < 300 ? "" : answer)}"));
    }

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
public sealed record AwardPageModel(Achievement Form, IReadOnlyList<SentWebhook> Sent, string MyBadges, string? Told);
