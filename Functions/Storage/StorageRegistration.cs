using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using BadgeFunctions.Functions.Settings;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Storage;

/// <summary>Table storage: the client, and the tables that must exist before anything runs.</summary>
internal static class StorageRegistration
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSettings<StorageOptions>(StorageOptions.Section);
        services.AddSingleton(provider => Connect(provider.GetRequiredService<IOptions<StorageOptions>>().Value));
        services.AddTable(Bookmarks.Table).AddSingleton<Bookmarks>();
        // Before everything else that starts: the host's triggers read and write these tables at once.
        services.AddHostedService<TableCreation>();
        return services;
    }

    /// <summary>A table of the feature's own.</summary>
    public static IServiceCollection AddTable(this IServiceCollection services, string name) => services.AddSingleton(new TableName(name));

    private static TableServiceClient Connect(StorageOptions options)
    {
        var client = new TableClientOptions();
        // A caller gets an answer within five seconds, also where storage hangs; activities and timers have retries of their own.
        client.Retry.Mode = RetryMode.Fixed;
        client.Retry.MaxRetries = 1;
        client.Retry.Delay = TimeSpan.FromMilliseconds(200);
        client.Retry.NetworkTimeout = TimeSpan.FromSeconds(2);
        client.AddPolicy(new PatientScans(), HttpPipelinePosition.PerCall);
        return options.ServiceUri is { } address
            ? new TableServiceClient(address, new DefaultAzureCredential(), client)
            : new TableServiceClient(options.ConnectionString, client);
    }

    /// <summary>
    /// Gives time to queries that ask for pages of a size: those go through a whole table, at night, and Table storage may search five seconds for a
    /// page. Source: learn.microsoft.com/rest/api/storageservices/query-timeout-and-pagination.
    /// </summary>
    private sealed class PatientScans : HttpPipelineSynchronousPolicy
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        public override void OnSendingRequest(HttpMessage message)
        {
            if (message.Request.Uri.Query.Contains("$top=", StringComparison.Ordinal))
            {
                message.NetworkTimeout = Patience;
            }
        }
    }
}
