namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>How a task failed, as history keeps it.</summary>
internal sealed record Failure(string Type, string Message, string? Stack, Failure? Inner)
{
    private const int LongestText = 16 * 1024;
    private const int DeepestCause = 5;

    public static Failure Of(Exception exception) => Of(exception, DeepestCause);

    public static Failure Of(string type, string message) => new(type, message, null, null);

    public TaskFailureDetails ToDetails() => new(Type, Message, Stack, Inner?.ToDetails(), null);

    private static Failure Of(Exception exception, int depth) => new(
        exception.GetType().ToString(),
        Shorten(exception.Message),
        exception.StackTrace is { } stack ? Shorten(stack) : null,
        exception.InnerException is { } inner && depth > 1 ? Of(inner, depth - 1) : null);

    private static string Shorten(string text) => text.Length <= LongestText ? text : $"{text[..LongestText]}...";
}
