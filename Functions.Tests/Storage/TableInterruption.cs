using Azure.Core;
using Azure.Core.Pipeline;

namespace BadgeFunctions.Functions.Tests.Storage;

/// <summary>Does something once, just before a row is updated.</summary>
/// <param name="row">What is in the row's address.</param>
/// <param name="happens">What is done.</param>
internal sealed class TableInterruption(string row, Func<Task> happens) : HttpPipelinePolicy
{
    private int _isOver;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (IsUpdate(message.Request) && Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            await happens();
        }

        await ProcessNextAsync(message, pipeline);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

    private bool IsUpdate(Request request) =>
        request.Method != RequestMethod.Get
        && request.Method != RequestMethod.Post
        && Uri.UnescapeDataString(request.Uri.ToString()).Contains(row, StringComparison.Ordinal);
}
