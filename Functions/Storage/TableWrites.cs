using Azure;
using Azure.Data.Tables;

namespace BadgeFunctions.Functions.Storage;

/// <summary>Writes whose outcome is a value where the table's answer is expected.</summary>
internal static class TableWrites
{
    /// <summary>Adds a row; false when a row with its keys is there already.</summary>
    public static async Task<bool> AddIfAbsentAsync(this TableClient table, TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            await table.AddEntityAsync(row, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == StatusCodes.Status409Conflict)
        {
            return false;
        }
    }

    /// <summary>Writes all of these rows of one partition, or none.</summary>
    /// <returns>The rows' new versions; null when one of them has changed since it was read, is gone, or is there already.</returns>
    public static async Task<IReadOnlyList<ETag>?> TrySubmitAsync(
        this TableClient table, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        try
        {
            var responses = await table.SubmitTransactionAsync(actions, cancellationToken);
            return [.. responses.Value.Select(response => response.Headers.ETag ?? default)];
        }
        catch (TableTransactionFailedException e) when (e.Status is
            StatusCodes.Status412PreconditionFailed or StatusCodes.Status409Conflict or StatusCodes.Status404NotFound)
        {
            return null;
        }
    }
}
