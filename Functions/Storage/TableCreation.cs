using Azure;
using Azure.Data.Tables;
using Azure.Identity;
using BadgeFunctions.Functions.Settings;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Storage;

/// <summary>A table that must exist before anything runs; each feature registers its own. <c>infra/bicep</c> creates the same.</summary>
internal sealed record TableName(string Name);

/// <summary>Creates the tables when the app starts; does nothing where they are.</summary>
/// <remarks>
/// Takes what it needs from the provider: the host makes its services before it checks the settings, and settings that are missing
/// must be told all at once.
/// </remarks>
internal sealed class TableCreation(IServiceProvider services) : IHostedLifecycleService
{
    // Whoever has set the app up waits for its start: better an error soon than one after all retries of a dead address.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <exception cref="StartException">Table storage cannot be used; says why, and which setting to look at.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await PrepareAsync(services.GetRequiredService<TableServiceClient>(), patience.Token);
        }
        catch (Exception) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Refusal($"no answer within {Patience.TotalSeconds} seconds");
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or AuthenticationFailedException)
        {
            throw Refusal((e as AggregateException)?.InnerExceptions[0].Message ?? e.Message);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private Task PrepareAsync(TableServiceClient tables, CancellationToken cancellationToken) =>
        Task.WhenAll(services.GetServices<TableName>().Select(table => EnsureAsync(tables, table.Name, cancellationToken)));

    private static async Task EnsureAsync(TableServiceClient tables, string name, CancellationToken cancellationToken)
    {
        try
        {
            await tables.CreateTableIfNotExistsAsync(name, cancellationToken);
        }
        catch (AggregateException e) when (e.InnerExceptions.All(inner => inner is OperationCanceledException) && !cancellationToken.IsCancellationRequested)
        {
            // A call is given up soon; at the start there is more time.
            await EnsureAsync(tables, name, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == StatusCodes.Status403Forbidden)
        {
            // An identity with rights on the rows alone cannot create tables. That is well as long as they are there.
            await tables.GetTableClient(name).QueryAsync<TableEntity>(maxPerPage: 1, cancellationToken: cancellationToken)
                .GetAsyncEnumerator(cancellationToken).MoveNextAsync();
        }
    }

    private StartException Refusal(string reason) => new(
        $"The app cannot start: Table storage at {services.GetRequiredService<TableServiceClient>().Uri.GetLeftPart(UriPartial.Authority)} "
        + $"cannot be used. Check {services.GetRequiredService<IOptions<StorageOptions>>().Value.Setting}, the network, and the rights of the app's identity. The reason: {reason.Split('\n')[0].Trim()}");
}
