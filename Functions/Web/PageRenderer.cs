using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Web;

/// <summary>Renders Razor components: pages as answers, e-mails as text.</summary>
internal sealed class PageRenderer(IServiceProvider services, ILoggerFactory loggers, IOptions<WebOptions> options)
{
    /// <summary>A page whose component takes one parameter, <c>Model</c>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="status">The status code.</param>
    /// <param name="formTarget">Where a form of the page ends up outside of this site.</param>
    /// <param name="mayBeIndexed">Whether search engines may show the page: robots.txt has to let them read it, too.</param>
    public async Task<IResult> PageAsync<TPage>(
        object model, int status = StatusCodes.Status200OK, Uri? formTarget = null, bool mayBeIndexed = false)
        where TPage : IComponent =>
        new Page(await HtmlAsync<TPage>(model), status, SecurityHeaders.For(options.Value.PublicUrl, formTarget, mayBeIndexed));

    /// <summary>The HTML of a component that takes one parameter, <c>Model</c>.</summary>
    public async Task<string> HtmlAsync<TComponent>(object model)
        where TComponent : IComponent
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { ["Model"] = model });
            return (await renderer.RenderComponentAsync<TComponent>(parameters)).ToHtmlString();
        });
    }

    private sealed class Page(string html, int status, IReadOnlyDictionary<string, string> headers) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = "text/html; charset=utf-8";
            foreach (var (name, value) in headers)
            {
                response.Headers[name] = value;
            }

            return response.WriteAsync(html, httpContext.RequestAborted);
        }
    }
}

/// <summary>A page that says one thing.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Paragraphs">What it says.</param>
/// <param name="Links">Where to go from here.</param>
public sealed record MessagePageModel(string Title, IReadOnlyList<string> Paragraphs, params IReadOnlyList<PageLink> Links);

/// <summary>A link on a page.</summary>
public sealed record PageLink(string Text, string Address);

/// <summary>The headers of every page. Source: OWASP HTTP Headers Cheat Sheet.</summary>
internal static class SecurityHeaders
{
    /// <param name="publicUrl">The app's own address.</param>
    /// <param name="formTarget">
    /// Where a form of the page is redirected to: Chromium holds <c>form-action</c> against redirects as well.
    /// </param>
    /// <param name="mayBeIndexed">Whether search engines may show the page.</param>
    public static IReadOnlyDictionary<string, string> For(Uri publicUrl, Uri? formTarget, bool mayBeIndexed = false)
    {
        var headers = new Dictionary<string, string>
        {
            ["Content-Security-Policy"] = Policy(publicUrl, formTarget),
            ["Cache-Control"] = "no-store",
            ["Cross-Origin-Opener-Policy"] = "same-origin",
            ["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()",
            // The claim link is a secret that stands in the address.
            ["Referrer-Policy"] = "no-referrer",
            ["X-Content-Type-Options"] = "nosniff",
            ["X-Frame-Options"] = "DENY",
        };
        if (!mayBeIndexed)
        {
            headers["X-Robots-Tag"] = "noindex";
        }

        if (publicUrl.Scheme == Uri.UriSchemeHttps)
        {
            headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains";
        }

        return headers;
    }

    private static string Policy(Uri publicUrl, Uri? formTarget)
    {
        var formAction = formTarget is null ? "'self'" : $"'self' {formTarget.GetLeftPart(UriPartial.Authority)}";
        // Badge images may be the platform's; over plain http the platform is a stand-in on this machine.
        var images = publicUrl.Scheme == Uri.UriSchemeHttps ? "'self' https:" : "'self' https: http://localhost:* http://127.0.0.1:*";
        return $"default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; manifest-src 'self'; img-src {images}; form-action {formAction}; "
            + "base-uri 'none'; frame-ancestors 'none'";
    }
}
