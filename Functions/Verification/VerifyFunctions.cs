using System.Text;
using System.Text.Json;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.OpenBadges;
using Microsoft.AspNetCore.Http.Features;
using BadgeFunctions.Functions.Web;
using Microsoft.Net.Http.Headers;
using static BadgeFunctions.Functions.OpenBadges.JsonText;

namespace BadgeFunctions.Functions.Verification;

/// <summary>
/// <c>/verify</c>: a page on which anybody checks a badge, and the same for programs. It changes nothing and keeps nothing of what is handed in.
/// </summary>
internal sealed class VerifyFunctions(CredentialVerifier verifier, PageRenderer pages)
{
    /// <summary>The largest request: an image of the largest size, and what a form has besides.</summary>
    private const int MaxBytes = BakedImage.MaxFileBytes + (64 * 1024);

    // A large photo takes 150 MB while it is searched.
    private static readonly SemaphoreSlim Reading = new(2);

    /// <summary><c>GET /verify</c>: the page; <c>?link=</c> is checked at once.</summary>
    [Function("VerifyPage")]
    public async Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "verify")] HttpRequest request, CancellationToken cancellationToken) =>
        request.Query["link"] is [{ Length: > 0 } link]
            ? await PageAsync(Submission.OfText(link), link, null, cancellationToken)
            : await pages.PageAsync<VerifyPage>(new VerifyPageModel(null, null, "", ""), mayBeIndexed: true);

    /// <summary>
    /// <c>POST /verify</c>: the page's form; or a credential as the body (JSON, JWT, PNG or SVG), or JSON with <c>credential</c> (an object or a
    /// text) and <c>recipient</c>.
    /// </summary>
    [Function("Verify")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "verify")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HasFormContentType)
        {
            return await OfFormAsync(request, cancellationToken);
        }

        request.HttpContext.Response.Headers[HeaderNames.AccessControlAllowOrigin] = "*";
        if (await RequestBody.ReadAsync(request, MaxBytes, cancellationToken) is not { } body)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, L("This file is too large: the limit is {0} MiB.", BakedImage.MaxFileBytes >> 20));
        }

        var (submitted, recipient) = Read(await ReadAsync(body, cancellationToken));
        if (recipient is not null && !EmailAddress.IsValid(recipient))
        {
            return Problems.OfFields(StatusCodes.Status422UnprocessableEntity, "The recipient cannot be checked.", [new FieldError("recipient", "is not an e-mail address")]);
        }

        return await verifier.VerifyAsync(submitted, recipient, cancellationToken) switch
        {
            ({ } report, _) => TypedResults.Json(new { result = report.Result, report.Checks, report.Summary }, JsonSerializerOptions.Web),
            (_, var reason) => Problems.Of(StatusCodes.Status422UnprocessableEntity, reason!),
        };
    }

    private static async Task<Submission> ReadAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        await Reading.WaitAsync(cancellationToken);
        try
        {
            return Submission.OfFile(file);
        }
        finally
        {
            Reading.Release();
        }
    }

    private static (Submission Submitted, string? Recipient) Read(Submission submitted) =>
        submitted is Submission.Json(var json) && !json.TryGetProperty("@context"u8, out _) && json.TryGetProperty("credential"u8, out var credential)
            ? (credential.ValueKind is JsonValueKind.String
                ? Submission.OfText(TextOf(json, "credential") ?? "")
                : Submission.OfJson(Encoding.UTF8.GetBytes(credential.GetRawText())), TextOf(json, "recipient"))
            : (submitted, null);

    private async Task<IResult> OfFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = MaxBytes, ValueLengthLimit = Submission.MaxTextBytes + 1024 }, cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return await UnreadableAsync(L("This file is too large: the limit is {0} MiB.", BakedImage.MaxFileBytes >> 20), "", "");
        }

        var (text, recipient) = (form["text"].ToString(), form["recipient"].ToString().Trim());
        if (recipient.Length > 0 && !EmailAddress.IsValid(recipient))
        {
            return await UnreadableAsync(L("This is not an e-mail address: {0}", recipient), text, recipient);
        }

        return form.Files.FirstOrDefault(file => file.Length > 0) is { } chosen
            ? await PageAsync(await ReadAsync(await BytesOfAsync(chosen, cancellationToken), cancellationToken), "", recipient, cancellationToken)
            : await PageAsync(Submission.OfText(text), text, recipient, cancellationToken);
    }

    private async Task<IResult> PageAsync(Submission submitted, string text, string? recipient, CancellationToken cancellationToken)
    {
        var asked = recipient is { Length: > 0 } ? recipient : null;
        return await verifier.VerifyAsync(submitted, asked, cancellationToken) switch
        {
            ({ } report, _) => await pages.PageAsync<VerifyPage>(new VerifyPageModel(report, null, text, asked ?? "")),
            (_, var reason) => await UnreadableAsync(reason!, text, asked ?? ""),
        };
    }

    private Task<IResult> UnreadableAsync(string reason, string text, string recipient) =>
        pages.PageAsync<VerifyPage>(new VerifyPageModel(null, reason, text, recipient), StatusCodes.Status422UnprocessableEntity);

    private static async Task<ReadOnlyMemory<byte>> BytesOfAsync(IFormFile file, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}

/// <summary>What the page shows.</summary>
/// <param name="Report">What came of the last check; null before.</param>
/// <param name="Notice">Why nothing could be checked; null when something could.</param>
/// <param name="Text">What was pasted.</param>
/// <param name="Recipient">The e-mail address that was asked about.</param>
public sealed record VerifyPageModel(Report? Report, string? Notice, string Text, string Recipient);

/// <summary>Checking badges.</summary>
internal static class VerificationRegistration
{
    public static IServiceCollection AddVerification(this IServiceCollection services) => services.AddTransient<CredentialVerifier>();
}
