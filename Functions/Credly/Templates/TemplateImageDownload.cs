using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Credly.Templates;

/// <summary>Fetches a badge template's image from where Credly says that it is.</summary>
internal sealed class TemplateImageDownload(HttpClient http)
{
    /// <returns>The image, or why there is none.</returns>
    public async Task<(TemplateImage? Image, string Reason)> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        if (address is not { IsAbsoluteUri: true, Scheme: "https" or "http" })
        {
            return (null, "Its address is no https address.");
        }

        try
        {
            using var response = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode
                ? await ReadAsync(response.Content, cancellationToken)
                : (null, $"Its address answered {(int)response.StatusCode}.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return (null, "Its address did not answer.");
        }
    }

    // Whatever the headers say: no more is read than can be kept.
    private static async Task<(TemplateImage? Image, string Reason)> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = new byte[TemplateImage.MaxBytes + 1];
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length > TemplateImage.MaxBytes
            ? (null, $"It is larger than {TemplateImage.MaxBytes} bytes.")
            : TemplateImage.TypeOf(buffer.AsSpan(0, length)) is { } type
                ? (new TemplateImage(buffer[..length], type), "")
                : (null, "It is neither PNG nor JPEG.");
    }
}
