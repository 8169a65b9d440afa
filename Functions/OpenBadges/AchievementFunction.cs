using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary><c>GET /achievements/{code}</c>: what the badges of a template are awarded for, as it stands in credentials (Open Badges 3.0, B.1.1).</summary>
internal sealed class AchievementFunction(BadgeTemplates templates, CredentialIssuer issuer)
{
    [Function("Achievement")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "achievements/{code}")] HttpRequest request,
        string code,
        CancellationToken cancellationToken)
    {
        if (await templates.FindAsync(code, cancellationToken) is not { } template)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "There is no such achievement.");
        }

        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            issuer.AchievementOf(template, template.Name).WriteDocument(json, issuer.Profile);
        }

        return PublicJson.LinkedDataOf(request, Encoding.UTF8.GetString(stream.ToArray()));
    }
}
