using BadgeFunctions.EmbeddedHost.Worker.Rpc;

namespace BadgeFunctions.EmbeddedHost.Worker;

/// <summary>An exception of the worker. It prints as it did there.</summary>
internal sealed class RpcFailure(string type, string message, RpcException source) : Exception(message)
{
    /// <summary>The type of a failure to find the function.</summary>
    public const string NotFound = "FunctionNotFound";

    private const string Wrapper = "Result: ";

    /// <summary>The exception's type, as far as the worker tells it.</summary>
    public string Type => type;

    /// <summary>The message as the worker sent it.</summary>
    public string Text => source.Message;

    public override string? StackTrace => source.StackTrace;

    public override string ToString() => source.IsUserException ? $"{Type}: {Text}{Environment.NewLine}{StackTrace}" : Text;

    /// <summary>Why something failed; null if it did not.</summary>
    public static RpcFailure? Of(StatusResult? result) =>
        result is { Status: StatusResult.Types.Status.Success } ? null : From(result?.Exception);

    public static RpcFailure From(RpcException? exception)
    {
        var source = exception is { Message.Length: > 0 }
            ? exception
            : new RpcException(exception ?? new RpcException()) { Message = "The worker gave no reason." };
        if (source.IsUserException)
        {
            return new RpcFailure(source.Type, source.Message, source);
        }

        // The message is what the exception prints: its type, its message and its stack.
        var text = source.Message;
        var line = text[(text.StartsWith(Wrapper, StringComparison.Ordinal) ? Wrapper.Length : 0)..].TrimStart().Split('\r', '\n')[0];
        return line.Split(": ", 2) is [var type, var message] && !type.Contains(' ', StringComparison.Ordinal)
            ? new RpcFailure(type, message, source)
            : new RpcFailure("(unknown)", line, source);
    }
}
