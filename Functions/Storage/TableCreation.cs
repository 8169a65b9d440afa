using Azure;
using Azure.Data.Tables;
using Azure.Identity;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Callbacks;
using BadgeFunctions.Functions.Credly.Limits;
using BadgeFunctions.Functions.Email;
using BadgeFunctions.Functions.Members;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.Settings;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Storage;

/// <summary>Creates the tables and seeds the templates when the app starts; both do nothing where that is done.</summary>
/// <remarks>
/// Takes what it needs from the provider: the host makes its services before it checks the settings, and settings that are missing
/// must be told all at once.
/// </remarks>
internal sealed class TableCreation(IServiceProvider services) : IHostedLifecycleService
{
    /// <summary>The tables; <c>infra/bicep</c> creates the same.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        BadgeStore.Table, BadgeLookups.Table, BadgeHistory.Table, BadgeExpiries.Table, BadgeTemplates.Table, TemplateImages.Table,
        MemberStore.Table, MemberStore.AddressTable, EmailDeliveries.Table, Bookmarks.Table, CredlySlots.Table,
        CallbackEndpoints.Table, CallbackOutbox.Table, CallbackDeliveries.Table, HostedBadges.Table,
    ];

    // Whoever has set the app up waits for its start: better an error soon than one after all retries of a dead address.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <exception cref="StartException">Table storage cannot be used; says why, and which setting to look at.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await PrepareAsync(services.GetRequiredService<TableServiceClient>(), patience.Token);
        }
        catch (Exception) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Refusal($"no answer within {Patience.TotalSeconds} seconds");
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or AuthenticationFailedException)
        {
            throw Refusal((e as AggregateException)?.InnerExceptions[0].Message ?? e.Message);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PrepareAsync(TableServiceClient tables, CancellationToken cancellationToken)
    {
        await Task.WhenAll(Names.Select(name => EnsureAsync(tables, name, cancellationToken)));
        var templates = services.GetRequiredService<BadgeTemplates>();
        var platform = services.GetRequiredService<IOptions<BadgesOptions>>().Value.Platform;
        foreach (var template in TemplateSeed.Read())
        {
            await templates.SeedAsync(template with { Platform = platform }, cancellationToken);
        }

        // So that the first badge need not look them up.
        await services.GetRequiredService<CallbackEndpoints>().AllAsync(cancellationToken);
    }

    private static async Task EnsureAsync(TableServiceClient tables, string name, CancellationToken cancellationToken)
    {
        try
        {
            await tables.CreateTableIfNotExistsAsync(name, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == StatusCodes.Status403Forbidden)
        {
            // An identity with rights on the rows alone cannot create tables. That is well as long as they are there.
            await tables.GetTableClient(name).QueryAsync<TableEntity>(maxPerPage: 1, cancellationToken: cancellationToken)
                .GetAsyncEnumerator(cancellationToken).MoveNextAsync();
        }
    }

    private StartException Refusal(string reason) => new(
        $"The app cannot start: Table storage at {services.GetRequiredService<TableServiceClient>().Uri.GetLeftPart(UriPartial.Authority)} "
        + $"cannot be used. Check {services.GetRequiredService<IOptions<StorageOptions>>().Value.Setting}, the network, and the rights of the app's identity. The reason: {reason.Split('\n')[0].Trim()}");
}
