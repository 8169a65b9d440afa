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
    public async Task<IResult> PageAsync<TPage>(object model, int status = StatusCodes.Status200OK, Uri? formTarget = null)
        where TPage : IComponent =>
        new Page(await HtmlAsync<TPage>(model), status, SecurityHeaders.For(options.Value.PublicUrl, formTarget));

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
