using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BadgeFunctions.Sandbox.Web;

/// <summary>Pages, and what they say alike.</summary>
internal static class Html
{
    private const string NoticeCookie = "sandbox_notice";
    private const int MaxNoticeLength = 500;

    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>The page <typeparamref name="TPage"/>, shown from its one parameter, <c>Model</c>.</summary>
    public static IResult Page<TPage>(object model, int status = StatusCodes.Status200OK)
        where TPage : IComponent =>
        new RazorComponentResult<TPage>(new Dictionary<string, object?> { ["Model"] = model })
        {
            StatusCode = status,
            PreventStreamingRendering = true,
        };

    /// <summary>Leads on to a page, which says <paramref name="notice"/> once: what the button did.</summary>
    public static IResult SeeOther(string address, string? notice = null) => new SeeOtherResult(address, notice);

    /// <summary>What the page is to say about the button that led to it; null for nothing.</summary>
    public static string? TakeNotice(HttpContext context)
    {
        if (context.Request.Cookies[NoticeCookie] is not { Length: > 0 } notice)
        {
            return null;
        }

        context.Response.Cookies.Delete(NoticeCookie);
        return notice;
    }

    public static string Day(DateTimeOffset moment) => moment.ToString("d MMMM yyyy", English);
    public static string Moment(DateTimeOffset moment) => moment.ToString("d MMM yyyy, HH:mm:ss", English);

    /// <summary>A field's text, trimmed; empty where it was not sent.</summary>
    public static string Text(this IFormCollection form, string name) => form[name].ToString().Trim();

    /// <summary>Whether a box is ticked: browsers do not send the others.</summary>
    public static bool IsOn(this IFormCollection form, string name) => form.Text(name) is not ("" or "off");

    public static int? Number(this IFormCollection form, string name) =>
        int.TryParse(form[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private sealed class SeeOtherResult(string address, string? notice) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (notice is not null)
            {
                httpContext.Response.Cookies.Append(
                    NoticeCookie,
                    notice[..Math.Min(notice.Length, MaxNoticeLength)],
                    new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true });
            }

            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = address;
            return Task.CompletedTask;
        }
    }
}

/// <summary>Files that are part of the program.</summary>
internal static class EmbeddedFile
{
    private static readonly Assembly Program = typeof(EmbeddedFile).Assembly;

    public static bool Exists(string name) => Program.GetManifestResourceInfo(name) is not null;

    public static byte[] Read(string name)
    {
        using var stream = Program.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"The program has no file {name}.", name);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
