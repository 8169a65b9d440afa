namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>What is wrong with one attribute.</summary>
internal sealed record AttributeError(string Attribute, string Message)
{
    /// <summary>The attribute as people read it: <c>Recipient email</c>.</summary>
    public string Label => $"{char.ToUpperInvariant(Attribute[0])}{Attribute[1..].Replace('_', ' ')}";

    /// <summary>All of them in one sentence, as Credly says it.</summary>
    public static string Sentence(IEnumerable<AttributeError> errors) =>
        $"Validation failed: {string.Join(", ", errors.Select(error => $"{error.Label} {error.Message}"))}";
}
