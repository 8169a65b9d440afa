using Azure;
using Azure.Data.Tables;

namespace BadgeFunctions.Functions.Email;

/// <summary>The rows of <c>EmailDeliveries</c>: partition the badge, row the kind.</summary>
internal sealed class EmailDeliveries(TableServiceClient tables)
{
    public const string Table = "EmailDeliveries";

    private readonly TableClient _deliveries = tables.GetTableClient(Table);

    public async Task<EmailDelivery?> FindAsync(string badgeId, string kind, CancellationToken cancellationToken)
    {
        var row = await _deliveries.GetEntityIfExistsAsync<TableEntity>(badgeId, kind, cancellationToken: cancellationToken);
        return row.HasValue ? Read(row.Value!) : null;
    }

    /// <summary>Adds the row, or replaces the version of it that was read.</summary>
    /// <exception cref="Azure.RequestFailedException">Somebody else wrote in between (409 or 412).</exception>
    public async Task<EmailDelivery> SaveAsync(EmailDelivery delivery, CancellationToken cancellationToken)
    {
        var response = delivery.ETag == default
            ? await _deliveries.AddEntityAsync(Write(delivery), cancellationToken)
            : await _deliveries.UpdateEntityAsync(Write(delivery), delivery.ETag, TableUpdateMode.Replace, cancellationToken);
        return delivery with { ETag = response.Headers.ETag ?? default };
    }

    /// <summary>
    /// Loads the row, decides, and saves the decision under the row's ETag; when somebody else wrote in between, decides again on
    /// what they wrote. Deciding null leaves the row as it is; a row that is not there is not made.
    /// </summary>
    public async Task<(bool Changed, EmailDelivery? Delivery)> ChangeAsync(
        string badgeId, string kind, Func<EmailDelivery, EmailDelivery?> decide, CancellationToken cancellationToken)
    {
        while (true)
        {
            var known = await FindAsync(badgeId, kind, cancellationToken);
            if (known is null || decide(known) is not { } next)
            {
                return (false, known);
            }

            try
            {
                return (true, await SaveAsync(next, cancellationToken));
            }
            catch (RequestFailedException e) when (e.Status == StatusCodes.Status412PreconditionFailed)
            {
                // Decided anew on what is there now.
            }
        }
    }

    private static TableEntity Write(EmailDelivery delivery) => new(delivery.BadgeId, delivery.Kind)
    {
        ["State"] = delivery.State.ToString(),
        ["AttemptedAt"] = delivery.AttemptedAt,
        ["MessageId"] = delivery.MessageId,
        ["Reason"] = delivery.Reason,
    };

    private static EmailDelivery Read(TableEntity row) => new(
        row.PartitionKey,
        row.RowKey,
        Enum.Parse<EmailDeliveryState>(row.GetString("State")),
        row.GetDateTimeOffset("AttemptedAt") ?? throw new InvalidDataException($"E-mail {row.RowKey}: AttemptedAt is missing."),
        row.ETag)
    {
        MessageId = row.GetString("MessageId"),
        Reason = row.GetString("Reason"),
    };
}
