using System.Collections.Concurrent;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>The app's calls of Table storage on their way: a test can do something in between, or throw as if the app stopped there.</summary>
internal sealed class TableCalls : HttpPipelinePolicy
{
    /// <summary>The addresses of all reads so far.</summary>
    public ConcurrentQueue<string> Reads { get; } = [];

    /// <summary>Called before each write, with its method, address and body.</summary>
    public Func<string, Task>? BeforeWrite { get; set; }

    /// <summary>Called once a write is done.</summary>
    public Func<string, Task>? AfterWrite { get; set; }

    /// <summary>Does something before the first write that a rule fits, and never again.</summary>
    public void BeforeFirst(Predicate<string> rule, Func<Task> act) => BeforeWrite = Once(rule, act);

    /// <summary>Does something once the first write is done that a rule fits, and never again.</summary>
    public void AfterFirst(Predicate<string> rule, Func<Task> act) => AfterWrite = Once(rule, act);

    /// <summary>Lets the app stop once, before the first write that a rule fits.</summary>
    public void StopBeforeFirst(Predicate<string> rule) => BeforeFirst(rule, () => throw new IOException("The app stops here."));

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var write = message.Request.Method == RequestMethod.Get || (BeforeWrite ?? AfterWrite) is null ? null : await TextOfAsync(message.Request);
        if (message.Request.Method == RequestMethod.Get)
        {
            Reads.Enqueue(Uri.UnescapeDataString(message.Request.Uri.ToString()));
        }

        if (write is not null && BeforeWrite is { } before)
        {
            await before(write);
        }

        await ProcessNextAsync(message, pipeline);
        if (write is not null && AfterWrite is { } after)
        {
            await after(write);
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

    private static Func<string, Task> Once(Predicate<string> rule, Func<Task> act)
    {
        var isOver = 0;
        return write => rule(write) && Interlocked.Exchange(ref isOver, 1) == 0 ? act() : Task.CompletedTask;
    }

    private static async Task<string> TextOfAsync(Request request)
    {
        using var body = new MemoryStream();
        if (request.Content is { } content)
        {
            await content.WriteToAsync(body, CancellationToken.None);
        }

        return $"{request.Method} {Uri.UnescapeDataString(request.Uri.ToString())} {Encoding.UTF8.GetString(body.ToArray())}";
    }
}
