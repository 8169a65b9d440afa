using BadgeFunctions.EmbeddedHost.Worker.Rpc;

namespace BadgeFunctions.EmbeddedHost.Worker;

/// <summary>An exception of the worker. It prints as it did there.</summary>
internal sealed class RpcFailure(string type, string message, string text) : Exception(message)
{
    private const string Wrapper = "Result: ";

    /// <summary>The exception's type, as far as the worker tells it.</summary>
    public string Type => type;

    public override string ToString() => text;

    public static RpcFailure From(RpcException? exception)
    {
        var text = exception?.Message is { Length: > 0 } given ? given : "The worker gave no reason.";
        if (exception is { IsUserException: true })
        {
            return new RpcFailure(exception.Type, text, $"{exception.Type}: {text}{Environment.NewLine}{exception.StackTrace}");
        }

        // The message is what the exception prints: its type, its message and its stack.
        var line = text.AsSpan(text.StartsWith(Wrapper, StringComparison.Ordinal) ? Wrapper.Length : 0).TrimStart();
        var end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end];
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 && line[..colon].IndexOf(' ') < 0
            ? new RpcFailure(line[..colon].ToString(), line[(colon + 2)..].ToString(), text)
            : new RpcFailure("(unknown)", line.ToString(), text);
    }
}
