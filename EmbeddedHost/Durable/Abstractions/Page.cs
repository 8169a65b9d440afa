namespace BadgeFunctions.EmbeddedHost;

/// <summary>One page of a query's values.</summary>
/// <typeparam name="T">The values' type.</typeparam>
public sealed class Page<T>
    where T : notnull
{
    /// <summary>Makes a page.</summary>
    /// <param name="values">The page's values.</param>
    /// <param name="continuationToken">Where the next page starts; <c>null</c> on the last.</param>
    public Page(IReadOnlyList<T> values, string? continuationToken = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        Values = values;
        ContinuationToken = continuationToken;
    }

    /// <summary>The page's values.</summary>
    public IReadOnlyList<T> Values { get; }

    /// <summary>Where the next page starts; <c>null</c> on the last.</summary>
    public string? ContinuationToken { get; }
}
