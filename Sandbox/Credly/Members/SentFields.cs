using System.Globalization;
using System.Text.Json;
using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>What was sent to a page: by its form, or by a script as a JSON object.</summary>
internal sealed class SentFields(IReadOnlyDictionary<string, string> fields, bool isJson)
{
    /// <summary>A field's text, empty where it was not sent.</summary>
    public string this[string name] => fields.GetValueOrDefault(name, "").Trim();

    /// <summary>The lines of a field, or the members of an array.</summary>
    public IReadOnlyList<string> Lines(string name) =>
        this[name].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public bool Has(string name) => fields.ContainsKey(name);

    /// <summary>Whether a box is ticked: browsers do not send the others.</summary>
    public bool IsOn(string name) => this[name] is not ("" or "false" or "off");

    /// <summary>A whole number from 1; null for anything else.</summary>
    public int? Number(string name) =>
        int.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    /// <summary>That it is done: a browser is sent to a page, a script needs none.</summary>
    public IResult Done(string page) => isJson ? TypedResults.NoContent() : Html.SeeOther(page);

    /// <summary>What is wrong: as the page, or in words.</summary>
    public IResult Refused(string problem, Func<IResult> page) =>
        isJson ? TypedResults.Problem(problem, statusCode: StatusCodes.Status422UnprocessableEntity) : page();

    /// <summary>Reads them for an endpoint.</summary>
    /// <exception cref="BadHttpRequestException">The JSON is broken, or no object.</exception>
    public static async ValueTask<SentFields?> BindAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.HasJsonContentType())
        {
            return new SentFields(await ReadJsonAsync(request), isJson: true);
        }

        var form = request.HasFormContentType ? await request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        return new SentFields(form.ToDictionary(field => field.Key, field => field.Value.ToString()), isJson: false);
    }

    private static async Task<IReadOnlyDictionary<string, string>> ReadJsonAsync(HttpRequest request)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            return document.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => TextOf(member.Value));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new BadHttpRequestException(e.Message);
        }
    }

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join('\n', value.EnumerateArray().Select(TextOf)),
        JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => value.ToString(),
    };
}
