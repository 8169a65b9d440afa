using BadgeFunctions.Functions.Email.Templates;
using BadgeFunctions.Functions.Languages;
using BadgeFunctions.Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Local;

/// <summary>
/// Answers <c>/email-previews?lang=...</c> with an e-mail of each kind, for the Sandbox's page. It belongs to this program, and is in no package.
/// </summary>
/// <remarks>A middleware after the app's own: the front door's route leads every address here, and the language is chosen by then.</remarks>
internal sealed class EmailPreviewMiddleware(EmailTemplates templates, IOptions<WebOptions> web) : IFunctionsWorkerMiddleware
{
    private const string Path = "/email-previews";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { Request.Path.Value: Path })
        {
            await next(context);
            return;
        }

        var samples = await EmailSamples.AllAsync(templates, web.Value);
        context.GetInvocationResult().Value = TypedResults.Json(new
        {
            language = Language.Current.Tag,
            languages = Language.All.Select(language => new { language.Tag, language.OwnName, language.Direction }),
            emails = samples.Select(sample => new { kind = sample.Key, sample.Value.Subject, sample.Value.Html, sample.Value.Text }),
        });
    }
}
