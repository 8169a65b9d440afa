using System.Net;
using System.Text.Json;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>What a caller asks an endpoint to be.</summary>
internal sealed record EndpointOrder(Uri Url, IReadOnlyList<string> Events)
{
    /// <summary>The most bytes that the body may have.</summary>
    public const int MaxBytes = 16 * 1024;

    private const int MaxUrlLength = 2048;
    private const int MaxNameLength = 40;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Whether an endpoint can have this name: it is part of addresses and of instance ids.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && !name.StartsWith('-') && !name.EndsWith('-');

    /// <summary>Reads the body; null with all that is wrong with it.</summary>
    public static EndpointOrder? Read(ReadOnlyMemory<byte> body, bool allowPrivateAddresses, out IReadOnlyList<FieldError> errors)
    {
        List<FieldError> found = [];
        errors = found;
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
            {
                found.Add(new FieldError("body", "is not a JSON object"));
                return null;
            }

            var url = ReadUrl(new FieldReader(document.RootElement, "", found), found, allowPrivateAddresses);
            var events = ReadEvents(document.RootElement, found);
            return found.Count == 0 ? new EndpointOrder(url!, events) : null;
        }
        catch (JsonException e)
        {
            found.Add(new FieldError("body", $"is not JSON that can be read: {e.Message}"));
            return null;
        }
        catch (InvalidOperationException)
        {
            found.Add(new FieldError("body", "has a lone surrogate"));
            return null;
        }
    }

    private static Uri? ReadUrl(FieldReader order, List<FieldError> errors, bool allowPrivateAddresses)
    {
        var text = order.Text("url", MaxUrlLength);
        if (errors.Count > 0)
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url)
            || !(url.Scheme == Uri.UriSchemeHttps || (allowPrivateAddresses && url.Scheme == Uri.UriSchemeHttp))
            || url.UserInfo.Length > 0
            || url.Fragment.Length > 0)
        {
            order.Refuse("url", "is not an absolute https address without user name and fragment");
            return null;
        }

        // What a name stands for is looked at whenever it is connected to: it can change.
        if (!allowPrivateAddresses && IPAddress.TryParse(url.IdnHost, out var address) && !PublicAddress.Is(address))
        {
            order.Refuse("url", "is no public address");
        }

        return url;
    }

    private static List<string> ReadEvents(JsonElement order, List<FieldError> errors)
    {
        if (!order.TryGetProperty("events", out var list) || list.ValueKind is not JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            errors.Add(new FieldError("events", $"is not a list of at least one of {string.Join(", ", CallbackTypes.All)}"));
            return [];
        }

        var elements = list.EnumerateArray().ToList();
        var events = CallbackTypes.All
            .Where(type => elements.Any(element => element.ValueKind is JsonValueKind.String && element.ValueEquals(type)))
            .ToList();
        errors.AddRange(elements.Index()
            .Where(one => one.Item.ValueKind is not JsonValueKind.String || !CallbackTypes.All.Any(type => one.Item.ValueEquals(type)))
            .Take(CallbackTypes.All.Count)
            .Select(one => new FieldError($"events[{one.Index}]", $"is none of {string.Join(", ", CallbackTypes.All)}")));
        return events;
    }
}
