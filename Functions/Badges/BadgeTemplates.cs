using System.Collections.Frozen;
using System.Text.Json;
using Azure.Data.Tables;

namespace BadgeFunctions.Functions.Badges;

/// <summary>The badge templates, read through a short-lived copy: they change a few times a year and are asked for by every webhook.</summary>
internal sealed partial class BadgeTemplates(TableServiceClient tables, TimeProvider clock, ILogger<BadgeTemplates> logger)
{
    public const string Table = "BadgeTemplates";

    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(1);

    private readonly TableClient _templates = tables.GetTableClient(Table);
    private readonly Lock _lock = new();
    private Task<Copy>? _reading;
    private volatile Copy? _copy;

    /// <summary>The template of this code, or null.</summary>
    public async Task<BadgeTemplate?> FindAsync(string code, CancellationToken cancellationToken)
    {
        if (Fresh(code) is { } known)
        {
            return known;
        }

        Task<Copy> reading;
        lock (_lock)
        {
            // Of many that ask at the same time, one reads.
            reading = _reading is { IsCompleted: false } ? _reading : _reading = ReadAllAsync(CancellationToken.None);
        }

        _copy = await reading.WaitAsync(cancellationToken);
        return _copy.ByCode.GetValueOrDefault(code);
    }

    /// <summary>The template of this id on Credly, or null; read anew each time.</summary>
    public async Task<BadgeTemplate?> FindByCredlyIdAsync(string credlyTemplateId, CancellationToken cancellationToken)
    {
        _copy = await ReadAllAsync(cancellationToken);
        return _copy.ByCode.Values.FirstOrDefault(template => template.CredlyTemplateId == credlyTemplateId);
    }

    /// <summary>Writes a template over the one of its code.</summary>
    public async Task SaveAsync(BadgeTemplate template, CancellationToken cancellationToken)
    {
        await _templates.UpsertEntityAsync(ToRow(template), TableUpdateMode.Merge, cancellationToken);
        _copy = null;
    }

    private BadgeTemplate? Fresh(string code) =>
        _copy is { } copy && clock.GetElapsedTime(copy.ReadAt) <= KeepFor ? copy.ByCode.GetValueOrDefault(code) : null;

    private async Task<Copy> ReadAllAsync(CancellationToken cancellationToken)
    {
        var templates = new Dictionary<string, BadgeTemplate>(StringComparer.Ordinal);
        await foreach (var row in _templates.QueryAsync<TableEntity>(cancellationToken: cancellationToken))
        {
            if (TryRead(row) is { } template)
            {
                templates[template.Code] = template;
            }
        }

        return new Copy(templates.ToFrozenDictionary(), clock.GetTimestamp());
    }

    // Administrators write these rows by hand: a slip in one must not stop the badges of all others.
    private BadgeTemplate? TryRead(TableEntity row)
    {
        try
        {
            return FromRow(row);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or JsonException)
        {
            LogUnreadable(logger, e, row.RowKey);
            return null;
        }
    }

    private static TableEntity ToRow(BadgeTemplate template) => new(template.Category.ToString(), template.Code)
    {
        ["Name"] = template.Name,
        ["Description"] = template.Description,
        ["Criteria"] = template.Criteria,
        ["Skills"] = JsonSerializer.Serialize(template.Skills),
        ["TimeToEarn"] = template.TimeToEarn,
        ["Cost"] = template.Cost,
        ["Standards"] = JsonSerializer.Serialize(template.Standards),
        ["Alignments"] = JsonSerializer.Serialize(template.Alignments, JsonSerializerOptions.Web),
        ["CredlyTemplateId"] = template.CredlyTemplateId,
        ["Platform"] = template.Platform.ToString(),
        ["State"] = template.State.ToString(),
    };

    private static BadgeTemplate FromRow(TableEntity row) => new(
        row.RowKey,
        Named<BadgeCategory>(row.PartitionKey),
        row.GetString("Name"),
        row.GetString("Description"),
        row.GetString("Criteria"),
        JsonSerializer.Deserialize<IReadOnlyList<string>>(row.GetString("Skills")) ?? [],
        row.GetString("CredlyTemplateId"),
        Named<PlatformName>(row.GetString("Platform")),
        Named<BadgeTemplateState>(row.GetString("State")))
    {
        TimeToEarn = row.GetString("TimeToEarn") ?? "",
        Cost = row.GetString("Cost") ?? "",
        Standards = row.GetString("Standards") is { Length: > 0 } standards ? JsonSerializer.Deserialize<IReadOnlyList<string>>(standards) ?? [] : [],
        Alignments = row.GetString("Alignments") is { Length: > 0 } alignments ? ReadAlignments(alignments) : [],
    };

    private static IReadOnlyList<Alignment> ReadAlignments(string text) =>
        JsonSerializer.Deserialize<IReadOnlyList<Alignment?>>(text, JsonSerializerOptions.Web) is not { } all ? []
        : all.All(one => one?.IsComplete() is true) ? [.. all.OfType<Alignment>()]
        : throw new ArgumentException("An alignment has no name, or no address as https://...");

    private static T Named<T>(string name) where T : struct, Enum =>
        Enum.Parse<T>(name, ignoreCase: true) is var value && Enum.IsDefined(value)
            ? value
            : throw new ArgumentException($"{name} is no {typeof(T).Name}.");

    [LoggerMessage(1101, LogLevel.Error, "The row of the badge template {Code} cannot be read; it issues no badges until it is put right")]
    private static partial void LogUnreadable(ILogger logger, Exception exception, string code);

    private sealed record Copy(FrozenDictionary<string, BadgeTemplate> ByCode, long ReadAt);
}
