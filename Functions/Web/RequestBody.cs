using System.Text;
using System.Text.Json;

namespace BadgeFunctions.Functions.Web;

/// <summary>Reads a request's body up to a limit, whatever its Content-Length says.</summary>
internal static class RequestBody
{
    /// <returns>The body, or null when it is longer than <paramref name="maxBytes"/>.</returns>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes)
        {
            return null;
        }

        using var body = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (body.Length + read > maxBytes)
            {
                return null;
            }

            body.Write(chunk, 0, read);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    /// <summary>
    /// The JSON of a body. A byte order mark is passed over, and bytes that are no UTF-8 become U+FFFD: they cost the text in which they stand a
    /// character, and the rest nothing. What is signed is the body as it came.
    /// </summary>
    /// <returns>Null when it is no JSON.</returns>
    public static JsonElement? Json(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonElement.Parse(Encoding.UTF8.GetString(body.Span).TrimStart('\uFEFF'));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
