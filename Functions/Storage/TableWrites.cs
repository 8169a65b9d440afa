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

    /// <summary>Replaces a row that was read; false when it has changed since, or is gone.</summary>
    public static async Task<bool> TryReplaceAsync(this TableClient table, TableEntity row, ETag read, CancellationToken cancellationToken)
    {
        try
        {
            await table.UpdateEntityAsync(row, read, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is StatusCodes.Status412PreconditionFailed or StatusCodes.Status404NotFound)
        {
            return false;
        }
    }
}
