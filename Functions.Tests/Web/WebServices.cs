using System.Text;
using BadgeFunctions.Functions.Email.Templates;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;
using BadgeFunctions.Local;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Tests.Web;

/// <summary>What pages and e-mails are rendered with, and nothing else of the app.</summary>
internal static class WebServices
{
    public const string Hostile = "<script>alert('x')</script> & \"friends\"";

    public static readonly string Key = Convert.ToBase64String(Encoding.ASCII.GetBytes("a key of at least thirty-two bytes"));

    public static ServiceProvider Create(string publicUrl = "https://badges.example.org", params IList<string> keys) =>
        new ServiceCollection()
            .AddLogging()
            .AddSingleton(Options.Create(new WebOptions { PublicUrl = new Uri(publicUrl), OrganisationName = "Example Association", ContactAddress = "office@example.org" }))
            .AddOptions<SigningOptions>().Configure(options => options.Keys = keys is [] ? [Key] : keys).Services
            .AddSingleton<Signer>()
            .AddSingleton(Theme.Default with { Address = "Example Association, Main Street 1, 1000 Town" })
            .AddSingleton<Assets>()
            .AddSingleton<SiteCookie>()
            .AddSingleton<FormToken>()
            .AddSingleton<PageRenderer>()
            .AddSingleton<EmailTemplates>()
            .BuildServiceProvider();

    /// <summary>An e-mail of every kind, in the current language: those of the preview.</summary>
    public static Task<IReadOnlyDictionary<string, EmailContent>> EmailSamplesAsync(this IServiceProvider services) =>
        EmailSamples.AllAsync(services.GetRequiredService<EmailTemplates>(), services.GetRequiredService<IOptions<WebOptions>>().Value);

    /// <summary>The answer that <paramref name="result"/> gives to a request.</summary>
    public static async Task<(HttpResponse Response, byte[] Body)> ExecuteAsync(IResult result, HttpContext? context = null)
    {
        await using var services = Create();
        context ??= new DefaultHttpContext();
        context.RequestServices = services;
        using var body = new MemoryStream();
        context.Response.Body = body;
        await result.ExecuteAsync(context);
        return (context.Response, body.ToArray());
    }
}
