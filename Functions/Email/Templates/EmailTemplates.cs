using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Email.Templates;

/// <summary>Writes the e-mails: the HTML part from a Razor component, the plain part from the same model.</summary>
internal sealed class EmailTemplates(PageRenderer renderer, Theme theme, IOptions<WebOptions> web)
{
    private string Foot => string.Join(
        '\n', [.. EmailFoot.Of(web.Value), .. new[] { theme.Address, theme.Website?.AbsoluteUri }.OfType<string>()]);

    public async Task<EmailContent> ClaimAsync(BadgeEmailModel model) =>
        new(model.Subject, await renderer.HtmlAsync<BadgeEmailBody>(model), $"{model.Text}\n{Foot}");

    public async Task<EmailContent> NoticeAsync(BadgeNoticeModel model) =>
        new(model.Subject, await renderer.HtmlAsync<BadgeNoticeBody>(model), $"{model.Text}\n{Foot}");

    public async Task<EmailContent> SignInAsync(SignInEmailModel model) =>
        new(SignInEmailModel.Subject, await renderer.HtmlAsync<SignInEmailBody>(model), $"{model.Text}\n{Foot}");
}

/// <summary>The last lines of every e-mail: what members ask most. Pure.</summary>
internal static class EmailFoot
{
    public static IReadOnlyList<string> Of(WebOptions web) =>
    [
        $"Is an e-mail about a badge missing? Sign in with this address, and claim the badge in My badges: {new Uri(web.PublicUrl, "sign-in").AbsoluteUri}",
        .. web.ContactAddress is { Length: > 0 } contact ? [$"Questions? Reply to this e-mail, or write to {contact}."] : Array.Empty<string>(),
    ];
}

/// <summary>An e-mail's words.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Html">The HTML part.</param>
/// <param name="Text">The plain part.</param>
internal sealed record EmailContent(string Subject, string Html, string Text);
