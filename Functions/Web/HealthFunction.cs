using Azure;
using Azure.Data.Tables;

namespace BadgeFunctions.Functions.Web;

/// <summary><c>GET /healthz</c>: 200 when the app can do its work, 503 when Table storage cannot be reached.</summary>
internal sealed class HealthFunction(TableServiceClient tables)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Function("Health")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "healthz")] HttpRequest request, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        try
        {
            await foreach (var _ in tables.QueryAsync(maxPerPage: 1, cancellationToken: timeout.Token))
            {
                break;
            }

            return TypedResults.Ok(new Health("ok"));
        }
        catch (Exception e) when (e is RequestFailedException or OperationCanceledException or AggregateException)
        {
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "Table storage cannot be reached.");
        }
    }

    internal sealed record Health(string Status);
}
