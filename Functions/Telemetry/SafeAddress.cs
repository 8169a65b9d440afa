namespace BadgeFunctions.Functions.Telemetry;

/// <summary>The address of an outgoing request as telemetry may keep it.</summary>
internal static class SafeAddress
{
    /// <summary>
    /// The address without its query and without the keys of a Table storage row, <c>Members(PartitionKey='...',RowKey='...')</c>:
    /// both name members and their e-mail addresses.
    /// </summary>
    public static string Of(Uri address)
    {
        var path = address.GetLeftPart(UriPartial.Path);
        var keys = path.IndexOf('(', StringComparison.Ordinal);
        return keys < 0 ? path : $"{path[..keys]}()";
    }
}
