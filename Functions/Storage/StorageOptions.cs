using System.ComponentModel.DataAnnotations;
using Azure.Data.Tables;

namespace BadgeFunctions.Functions.Storage;

/// <summary>Table storage (section <c>Tables</c>): an address and the app's identity, or a connection string.</summary>
public sealed class StorageOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Tables";

    /// <summary>
    /// The account's table service, <c>https://{account}.table.core.windows.net</c>; the app signs in with its identity
    /// (<c>DefaultAzureCredential</c>), so no key is needed anywhere.
    /// </summary>
    public Uri? ServiceUri { get; set; }

    /// <summary>A storage connection string, for Azurite on a laptop.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The setting that says where the tables are.</summary>
    internal string Setting => $"{Section}:{(ServiceUri is null ? nameof(ConnectionString) : nameof(ServiceUri))}";

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ServiceUri is null == string.IsNullOrWhiteSpace(ConnectionString))
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(ServiceUri)} or {Section}:{nameof(ConnectionString)} must be set, and not both.");
        }
        else if (ServiceUri is not (null or { IsAbsoluteUri: true, Scheme: "https", AbsolutePath: "/" }))
        {
            yield return new ValidationResult($"{Section}:{nameof(ServiceUri)} must be an absolute https address without a path.");
        }
        else if (ServiceUri is null && !IsConnectionString(ConnectionString!))
        {
            yield return new ValidationResult($"{Section}:{nameof(ConnectionString)} is not a storage connection string.");
        }
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            _ = new TableServiceClient(text);
            return true;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
