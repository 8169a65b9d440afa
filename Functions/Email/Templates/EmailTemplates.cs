using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Email.Templates;

/// <summary>Writes the e-mails: the HTML part from a Razor component, the plain part from the same model. Both in the current language.</summary>
internal sealed class EmailTemplates(PageRenderer renderer, Theme theme, IOptions<WebOptions> web)
{
    public async Task<EmailContent> ClaimAsync(BadgeEmailModel model) =>
        new(model.Subject, await renderer.HtmlAsync<BadgeEmailBody>(model), $"{model.Text}\n\n{Foot(model.StopRemindersUrl)}")
        {
            StopRemindersUrl = model.StopRemindersUrl,
        };

    public async Task<EmailContent> NoticeAsync(BadgeNoticeModel model) =>
        new(model.Subject, await renderer.HtmlAsync<BadgeNoticeBody>(model), $"{model.Text}\n\n{Foot()}");

    public async Task<EmailContent> SignInAsync(SignInEmailModel model) =>
        new(SignInEmailModel.Subject, await renderer.HtmlAsync<SignInEmailBody>(model), $"{model.Text}\n\n{Foot()}");

    public async Task<EmailContent> ConfirmAddressAsync(ConfirmAddressEmailModel model) =>
        new(ConfirmAddressEmailModel.Subject, await renderer.HtmlAsync<ConfirmAddressEmailBody>(model), $"{model.Text}\n\n{Foot()}");

    /// <summary>What has changed, as the plain part lists it; empty when that is not known.</summary>
    public static string Listed(IReadOnlyList<string> changes) =>
        changes is [] ? "" : $"\n\n{L("What has changed")}\n\n{string.Join('\n', changes)}";

    private string Foot(string? stopRemindersUrl = null) => string.Join(
        "\n\n", EmailFoot.Of(web.Value, theme, stopRemindersUrl).Select(line => line.Url is { } url ? $"{line.Text}\n{url}" : line.Text));
}

/// <summary>The last lines of every e-mail: what members ask most, and who writes to them. Pure.</summary>
internal static class EmailFoot
{
    /// <param name="web">Whom to write to.</param>
    /// <param name="theme">The body's addresses.</param>
    /// <param name="stopRemindersUrl">Where the member stops the reminders; null for what is none.</param>
    public static IReadOnlyList<FootLine> Of(WebOptions web, Theme theme, string? stopRemindersUrl = null) =>
    [
        new(L("Is an e-mail about a badge missing? Sign in, or have it sent again:"), new Uri(web.PublicUrl, "sign-in").AbsoluteUri),
        .. stopRemindersUrl is null ? Array.Empty<FootLine>() : [new(L("No more reminders about this badge:"), stopRemindersUrl)],
        .. web.ContactAddress is { Length: > 0 } contact ? [new FootLine(L("Questions? Reply to this e-mail, or write to {0}.", contact))] : Array.Empty<FootLine>(),
        .. theme.Address is { } postal ? [new FootLine(postal)] : Array.Empty<FootLine>(),
        .. theme.Website is { } website ? [new FootLine(website.Host, website.AbsoluteUri)] : Array.Empty<FootLine>(),
    ];
}

/// <summary>A line of the foot.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Url">Where that is done.</param>
internal sealed record FootLine(string Text, string? Url = null);

/// <summary>An e-mail's words.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Html">The HTML part.</param>
/// <param name="Text">The plain part.</param>
internal sealed record EmailContent(string Subject, string Html, string Text)
{
    /// <summary>Where the member stops the reminders, for the e-mail's headers as well; null for what is none.</summary>
    public string? StopRemindersUrl { get; init; }
}
