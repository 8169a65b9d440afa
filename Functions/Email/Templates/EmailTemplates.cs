using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Email.Templates;

/// <summary>Writes the e-mails: the HTML part from a Razor component, the plain part from the same model.</summary>
internal sealed class EmailTemplates(PageRenderer renderer)
{
    public async Task<EmailContent> ClaimAsync(BadgeEmailModel model) =>
        new(model.Subject, await renderer.HtmlAsync<BadgeEmailBody>(model), model.Text);

    public async Task<EmailContent> NoticeAsync(BadgeNoticeModel model) =>
        new(model.Subject, await renderer.HtmlAsync<BadgeNoticeBody>(model), model.Text);

    public async Task<EmailContent> SignInAsync(SignInEmailModel model) =>
        new(SignInEmailModel.Subject, await renderer.HtmlAsync<SignInEmailBody>(model), model.Text);
}

/// <summary>An e-mail's words.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Html">The HTML part.</param>
/// <param name="Text">The plain part.</param>
internal sealed record EmailContent(string Subject, string Html, string Text);
