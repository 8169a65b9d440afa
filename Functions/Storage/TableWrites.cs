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
}
