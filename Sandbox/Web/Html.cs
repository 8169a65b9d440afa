using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BadgeFunctions.Sandbox.Web;

/// <summary>Pages, and what they say alike.</summary>
internal static class Html
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>The page <typeparamref name="TPage"/>, shown from its one parameter, <c>Model</c>.</summary>
    public static IResult Page<TPage>(object model, int status = StatusCodes.Status200OK)
        where TPage : IComponent =>
        new RazorComponentResult<TPage>(new Dictionary<string, object?> { ["Model"] = model })
        {
            StatusCode = status,
            PreventStreamingRendering = true,
        };

    /// <summary>Sends the browser on with a GET.</summary>
    public static IResult SeeOther(string address) => new SeeOtherResult(address);

    public static string Day(DateTimeOffset moment) => moment.ToString("d MMMM yyyy", English);

    public static string Moment(DateTimeOffset moment) => moment.ToString("d MMM yyyy, HH:mm:ss", English);

    private sealed class SeeOtherResult(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = address;
            return Task.CompletedTask;
        }
    }
}
