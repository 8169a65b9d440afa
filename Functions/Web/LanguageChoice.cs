using BadgeFunctions.Functions.Languages;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Web;

/// <summary>
/// Answers each request in its reader's language: the one they chose on a page, the member's own where the page knows the member, then the
/// browser's, then the site's.
/// </summary>
internal sealed class LanguageChoice(SiteCookie cookies, IOptions<WebOptions> web) : IFunctionsWorkerMiddleware
{
    /// <summary>The query parameter by which a page's links choose a language; the choice is kept in a cookie of the same name.</summary>
    public const string Name = "lang";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http)
        {
            Choose(http);
        }

        await next(context);
    }

    /// <summary>Answers in the member's own language, unless the reader has chosen one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="locale">The member's BCP 47 tag; empty when it is not known.</param>
    public static void Prefer(HttpRequest request, string locale)
    {
        if (!request.HttpContext.Items.ContainsKey(typeof(LanguageChoice)))
        {
            Language.Find(locale)?.Use();
        }
    }

    private void Choose(HttpContext http)
    {
        var asked = Language.Find(http.Request.Query[Name]);
        if (asked is not null)
        {
            cookies.Set(http.Response, Name, asked.Tag, Kept);
        }

        var chosen = asked ?? Language.Find(cookies.Find(http.Request, Name));
        if (chosen is not null)
        {
            http.Items[typeof(LanguageChoice)] = chosen;
        }

        (chosen ?? OfBrowser(http.Request) ?? Language.Find(web.Value.DefaultLocale) ?? Language.English).Use();
    }

    private static Language? OfBrowser(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .Where(accepted => accepted.Quality is not 0)
        .OrderByDescending(accepted => accepted.Quality ?? 1)
        .Select(accepted => Language.Find(accepted.Value.Value))
        .FirstOrDefault(language => language is not null);
}
