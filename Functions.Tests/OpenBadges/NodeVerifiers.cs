using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

/// <summary>Other people's implementation of the standards, on Node: <c>eng/verifiers.mjs</c>.</summary>
public sealed class NodeVerifiers : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly SemaphoreSlim _one = new(1);
    private readonly Process _process;

    public NodeVerifiers()
    {
        _process = Process.Start(new ProcessStartInfo("node", [Path.Combine(RepositoryFolder.Root, "eng", "verifiers.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(false),
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        })!;
    }

    /// <summary>The canonical N-Quads of a document.</summary>
    public async Task<string> CanonizeAsync(JsonNode document)
    {
        var answer = await AskAsync(new { operation = "canonize", document });
        return answer["nquads"]?.GetValue<string>() ?? throw new InvalidOperationException(answer.ToJsonString());
    }

    /// <summary>Null when the credential is verified, its status too; else why not.</summary>
    /// <param name="document">The credential.</param>
    /// <param name="documents">What the world says, by address: DID documents and status lists.</param>
    /// <param name="now">The time there; null for now.</param>
    public async Task<string?> VerifyAsync(JsonNode document, IReadOnlyDictionary<string, JsonNode> documents, string? now = null) =>
        ErrorOf(await AskAsync(new { operation = "verify", document, documents, now }));

    /// <inheritdoc cref="VerifyAsync"/>
    public async Task<string?> VerifyWithCoreAsync(JsonNode document) => ErrorOf(await AskAsync(new { operation = "verifyWithCore", document }));

    /// <summary>The document as signed there.</summary>
    public async Task<JsonNode> IssueAsync(JsonNode document, object key)
    {
        var answer = await AskAsync(new { operation = "issue", document, key });
        return answer["document"]?.DeepClone() ?? throw new InvalidOperationException(answer.ToJsonString());
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
        _one.Dispose();
    }

    private static string? ErrorOf(JsonNode answer) => answer["verified"]?.GetValue<bool>() is true ? null : answer["error"]?.ToString() ?? "not verified";

    private async Task<JsonNode> AskAsync(object request)
    {
        await _one.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request, Json));
            await _process.StandardInput.FlushAsync();
            var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("Node has ended.");
            return JsonNode.Parse(line)!;
        }
        finally
        {
            _one.Release();
        }
    }
}
