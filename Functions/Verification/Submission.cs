using System.Text;
using System.Text.Json;
using BadgeFunctions.Functions.OpenBadges;

namespace BadgeFunctions.Functions.Verification;

/// <summary>What somebody handed in to be checked. What it is, its content tells, not its name or type. Pure.</summary>
internal abstract record Submission
{
    /// <summary>The longest credential: ours have about five thousand bytes.</summary>
    public const int MaxTextBytes = 1024 * 1024;

    private Submission()
    {
    }

    /// <summary>A credential as JSON with a proof inside.</summary>
    public sealed record Json(JsonElement Document) : Submission;

    /// <summary>A credential as JWT.</summary>
    public sealed record Jwt(JwtParts Parts) : Submission;

    /// <summary>An address where a badge is said to be.</summary>
    public sealed record Link(Uri Address) : Submission;

    /// <summary>Nothing that can be checked.</summary>
    /// <param name="Reason">Why, in the current language.</param>
    public sealed record Unreadable(string Reason) : Submission;

    /// <summary>Reads a file: JSON, JWT, an image with a credential inside, or a photo of a QR code.</summary>
    public static Submission OfFile(ReadOnlyMemory<byte> file)
    {
        if (BakedImage.IsImage(file.Span))
        {
            return BakedImage.Read(file) switch
            {
                Unbaked.Credential baked => OfText(baked.Text),
                _ when QrPicture.Read(file) is { } code => OfText(code),
                Unbaked.Unreadable unreadable => new Unreadable(unreadable.Reason),
                _ => new Unreadable(L("There is no credential in this image, and no QR code.")),
            };
        }

        return file.Length > MaxTextBytes
            ? TooLarge
            : OfText(Encoding.UTF8.GetString(file.Span));
    }

    /// <summary>Reads a text: JSON, JWT or an address.</summary>
    public static Submission OfText(string text)
    {
        text = text.Trim().TrimStart('\uFEFF');
        return text switch
        {
            "" => new Unreadable(L("There is nothing to check.")),
            { Length: > MaxTextBytes } => TooLarge,
            ['{', ..] => OfJson(Encoding.UTF8.GetBytes(text)),
            _ when CredentialJwt.Read(text) is { } parts => new Jwt(parts),
            _ when Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" => new Link(address),
            _ => new Unreadable(L("This is neither a credential (JSON or JWT) nor the address of a badge.")),
        };
    }

    /// <summary>Reads a document strictly, or says why it cannot be read.</summary>
    public static Submission OfJson(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = DataIntegrity.Parse(json);
            return document.RootElement.ValueKind is JsonValueKind.Object ? new Json(document.RootElement.Clone()) : NotJson;
        }
        catch (JsonException)
        {
            return CanBeParsed(json, DataIntegrity.MaxDepth, allowDuplicates: true) ? new Unreadable(L("This credential has a property twice, so that it can be read in two ways."))
                : CanBeParsed(json, maxDepth: 1000, allowDuplicates: true) ? new Unreadable(L("This credential is nested too deeply."))
                : NotJson;
        }
    }

    private static Unreadable TooLarge => new(L("This is too large for a credential: the limit is {0} MiB.", MaxTextBytes >> 20));

    private static Unreadable NotJson => new(L("This is not valid JSON. It may have been cut off or altered."));

    private static bool CanBeParsed(ReadOnlyMemory<byte> json, int maxDepth, bool allowDuplicates)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = maxDepth, AllowDuplicateProperties = allowDuplicates });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
