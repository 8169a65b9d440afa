using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Inbox;

/// <summary><c>/emails</c>: every e-mail of the app in every language, light and dark. The app on this machine writes them of samples.</summary>
internal static class EmailPreviewEndpoints
{
    public static void MapEmailPreviews(this IEndpointRouteBuilder routes) => routes.MapGet("/emails", ShowAsync);

    private static async Task<IResult> ShowAsync(
        IHttpClientFactory http, Addresses addresses, CancellationToken cancellationToken, string lang = "en", string scheme = "light")
    {
        EmailPreviews? previews = null;
        try
        {
            using var client = http.CreateClient();
            using var response = await client.GetAsync($"{addresses.App}/email-previews?lang={Uri.EscapeDataString(lang)}", cancellationToken);
            previews = response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<EmailPreviews>(cancellationToken) : null;
        }
        catch (Exception e) when (e is HttpRequestException or InvalidOperationException)
        {
            // The app does not run, or not yet.
        }

        return Html.Page<EmailPreviewsPage>(new EmailPreviewsModel(previews, scheme == "dark"));
    }
}

/// <summary>The page; without previews where the app has none.</summary>
public sealed record EmailPreviewsModel(EmailPreviews? Previews, bool IsDark);

/// <summary>The e-mails as the app writes them.</summary>
/// <param name="Language">The tag of the language that they are in.</param>
/// <param name="Languages">All languages that there are.</param>
/// <param name="Emails">One e-mail of each kind.</param>
public sealed record EmailPreviews(string Language, IReadOnlyList<PreviewLanguage> Languages, IReadOnlyList<EmailPreview> Emails);

/// <summary>A language.</summary>
public sealed record PreviewLanguage(string Tag, string OwnName, string Direction);

/// <summary>An e-mail of one kind.</summary>
public sealed record EmailPreview(string Kind, string Subject, string Html, string Text);
