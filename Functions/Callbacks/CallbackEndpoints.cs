using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Storage;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>The rows of <c>CallbackEndpoints</c>: one partition, row the name.</summary>
internal sealed class CallbackEndpoints(TableServiceClient tables, TimeProvider clock)
{
    public const string Table = "CallbackEndpoints";

    private const string Partition = "endpoints";

    // How late another instance can hear of a new endpoint. Read once in this time, so that a badge costs nothing more.
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    private readonly TableClient _endpoints = tables.GetTableClient(Table);
    private volatile Snapshot? _seen;

    /// <summary>A version for a new secret.</summary>
    public static string NewSecretVersion() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Whether any endpoint wants to be told of a type, as it was at most a minute ago.</summary>
    public async Task<bool> WantAsync(string type, CancellationToken cancellationToken)
    {
        var seen = _seen;
        if (seen is null || clock.GetElapsedTime(seen.At) >= Freshness)
        {
            seen = await LoadAsync(cancellationToken);
        }

        return seen.Endpoints.Any(endpoint => endpoint.Wants(type));
    }

    /// <summary>All of them, as they are now.</summary>
    public async Task<IReadOnlyList<CallbackEndpoint>> AllAsync(CancellationToken cancellationToken) =>
        (await LoadAsync(cancellationToken)).Endpoints;

    public async Task<CallbackEndpoint?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var row = await _endpoints.GetEntityIfExistsAsync<TableEntity>(Partition, name, cancellationToken: cancellationToken);
        return row.HasValue ? Read(row.Value!) : null;
    }

    /// <summary>
    /// Loads the row (null when there is none), decides, and saves the decision; when somebody else wrote in between, decides again
    /// on what they wrote. Deciding null leaves everything as it is.
    /// </summary>
    /// <returns>The row before and after.</returns>
    public async Task<(CallbackEndpoint? Before, CallbackEndpoint? After)> ChangeAsync(
        string name, Func<CallbackEndpoint?, CallbackEndpoint?> decide, CancellationToken cancellationToken)
    {
        while (true)
        {
            var known = await FindAsync(name, cancellationToken);
            if (decide(known) is not { } next)
            {
                return (known, known);
            }

            if (await TrySaveAsync(next, isNew: known is null, cancellationToken))
            {
                _seen = null;
                return (known, next);
            }
        }
    }

    /// <returns>False when there is none.</returns>
    public async Task<bool> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        var response = await _endpoints.DeleteEntityAsync(Partition, name, ETag.All, cancellationToken);
        _seen = null;
        return response.Status != StatusCodes.Status404NotFound;
    }

    private async Task<Snapshot> LoadAsync(CancellationToken cancellationToken)
    {
        var at = clock.GetTimestamp();
        List<CallbackEndpoint> endpoints = [];
        await foreach (var row in _endpoints.QueryAsync<TableEntity>(row => row.PartitionKey == Partition, cancellationToken: cancellationToken))
        {
            endpoints.Add(Read(row));
        }

        return _seen = new Snapshot(endpoints, at);
    }

    private async Task<bool> TrySaveAsync(CallbackEndpoint endpoint, bool isNew, CancellationToken cancellationToken)
    {
        if (isNew)
        {
            return await _endpoints.AddIfAbsentAsync(Write(endpoint), cancellationToken);
        }

        try
        {
            await _endpoints.UpdateEntityAsync(Write(endpoint), endpoint.ETag, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is StatusCodes.Status412PreconditionFailed or StatusCodes.Status404NotFound)
        {
            return false;
        }
    }

    private static TableEntity Write(CallbackEndpoint endpoint) => new(Partition, endpoint.Name)
    {
        ["Url"] = endpoint.Url.AbsoluteUri,
        ["Events"] = string.Join(' ', endpoint.Events),
        ["SecretVersion"] = endpoint.SecretVersion,
        ["PreviousSecretVersion"] = endpoint.PreviousSecretVersion,
        ["PreviousSecretUntil"] = endpoint.PreviousSecretUntil,
        ["CreatedAt"] = endpoint.CreatedAt,
        ["DisabledAt"] = endpoint.DisabledAt,
    };

    private static CallbackEndpoint Read(TableEntity row) => new(
        row.RowKey,
        new Uri(row.GetString("Url")),
        row.GetString("Events").Split(' ', StringSplitOptions.RemoveEmptyEntries),
        row.GetString("SecretVersion"),
        row.GetDateTimeOffset("CreatedAt") ?? throw new InvalidDataException($"Callback endpoint {row.RowKey}: CreatedAt is missing."))
    {
        PreviousSecretVersion = row.GetString("PreviousSecretVersion"),
        PreviousSecretUntil = row.GetDateTimeOffset("PreviousSecretUntil"),
        DisabledAt = row.GetDateTimeOffset("DisabledAt"),
        ETag = row.ETag,
    };

    private sealed record Snapshot(IReadOnlyList<CallbackEndpoint> Endpoints, long At);
}
