using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Email;
using BadgeFunctions.Functions.Members;

namespace BadgeFunctions.Functions.Storage;

/// <summary>Creates the tables and seeds the templates when the app starts; both do nothing where that is done.</summary>
internal sealed class TableCreation(TableServiceClient tables, BadgeTemplates templates) : IHostedLifecycleService
{
    private static readonly string[] Names =
    [
        BadgeStore.Table, BadgeLookups.Table, BadgeHistory.Table, BadgeTemplates.Table,
        MemberStore.Table, MemberStore.AddressTable, EmailDeliveries.Table,
    ];

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(Names.Select(name => tables.CreateTableIfNotExistsAsync(name, cancellationToken)));
        foreach (var template in TemplateSeed.Read())
        {
            await templates.SeedAsync(template, cancellationToken);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
