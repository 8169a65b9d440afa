using Azure;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Storage;

namespace BadgeFunctions.Functions.Web;

/// <summary><c>GET /healthz</c>: 200 when the app can do its work, 503 when Table storage cannot be reached.</summary>
internal sealed class HealthFunction(TableServiceClient tables, IEnumerable<TableName> names)
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
            // A row that is not there: the app's identity may read rows, and need not list tables.
            await tables.GetTableClient(names.First().Name).GetEntityIfExistsAsync<TableEntity>("healthz", "", cancellationToken: timeout.Token);

            return TypedResults.Ok(new Health("ok"));
        }
        catch (Exception e) when (e is RequestFailedException or OperationCanceledException or AggregateException)
        {
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "Table storage cannot be reached.");
        }
    }

    internal sealed record Health(string Status);
}
