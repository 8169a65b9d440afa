using System.Security.Cryptography;
using System.Text.Json;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Storage;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Badges;

/// <summary>
/// Writes the templates of <c>Badges/templates.json</c> when the app starts: those that are new there, or were edited since they were written. What
/// administrators or the platform have changed since, or deleted, stays as it is.
/// </summary>
/// <remarks>Takes what it needs from the provider: see <see cref="TableCreation"/>.</remarks>
internal sealed class TemplateSeed(IServiceProvider services) : IHostedLifecycleService
{
    private const string Resource = "BadgeFunctions.Functions.Badges.templates.json";
    private const string Partition = "seed:templates";
    private const string Column = "Digests";

    public static IReadOnlyList<BadgeTemplate> Read()
    {
        using var stream = typeof(TemplateSeed).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
        return JsonSerializer.Deserialize<IReadOnlyList<BadgeTemplate>>(stream, JsonSerializerOptions.Web) ?? [];
    }

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var platform = services.GetRequiredService<IOptions<BadgesOptions>>().Value.Platform;
        await WriteAsync(
            services.GetRequiredService<TableServiceClient>(),
            services.GetRequiredService<BadgeTemplates>(),
            [.. Read().Select(template => template with { Platform = platform })],
            cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal static async Task WriteAsync(
        TableServiceClient tables, BadgeTemplates templates, IReadOnlyList<BadgeTemplate> seed, CancellationToken cancellationToken)
    {
        var written = tables.GetTableClient(BadgeLookups.Table);
        var row = await written.GetEntityIfExistsAsync<TableEntity>(Partition, "", cancellationToken: cancellationToken);
        var before = row.HasValue ? JsonSerializer.Deserialize<Dictionary<string, string>>(row.Value!.GetString(Column)) ?? [] : [];
        var after = seed.ToDictionary(template => template.Code, Digest);
        foreach (var template in seed.Where(template => before.GetValueOrDefault(template.Code) != after[template.Code]))
        {
            await templates.SaveAsync(template, cancellationToken);
        }

        // So that the first webhook need not read them.
        await templates.FindAsync(seed[0].Code, cancellationToken);
        if (before.Count != after.Count || before.Except(after).Any())
        {
            await written.UpsertEntityAsync(
                new TableEntity(Partition, "") { [Column] = JsonSerializer.Serialize(after) }, TableUpdateMode.Replace, cancellationToken);
        }
    }

    private static string Digest(BadgeTemplate template) =>
        Convert.ToBase64String(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(template)));
}

/// <summary>The badges (section <c>Badges</c>).</summary>
public sealed class BadgesOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Badges";

    /// <summary>Where the badge templates issue that a new installation is seeded with; each template's row can say otherwise.</summary>
    public PlatformName Platform { get; set; } = PlatformName.Credly;
}
