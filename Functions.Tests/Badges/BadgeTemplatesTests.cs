using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Tests.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.Badges;

/// <summary>On Azurite: administrators write these rows by hand.</summary>
public sealed class BadgeTemplatesTests : IAsyncLifetime
{
    private readonly ErrorList _errors = new();
    private readonly FakeTimeProvider _clock = new(A.Now);
    private TableClient _rows = null!;
    private BadgeTemplates _templates = null!;

    public async Task InitializeAsync()
    {
        var tables = new TableServiceClient(await TestTables.NewAccountAsync());
        await tables.CreateTableIfNotExistsAsync(BadgeTemplates.Table);
        _rows = tables.GetTableClient(BadgeTemplates.Table);
        _templates = new BadgeTemplates(tables, _clock, _errors);
        await _templates.SaveAsync(A.Template() with { Code = "good" }, CancellationToken.None);
        await _templates.SaveAsync(A.Template() with { Code = "edited" }, CancellationToken.None);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("openbadges", PlatformName.OpenBadges)]
    [InlineData("CREDLY", PlatformName.Credly)]
    public async Task A_platform_is_read_in_whatever_case_it_is_written(string platform, PlatformName expected)
    {
        await EditAsync("Platform", platform);

        Assert.Equal(expected, (await FindAsync("edited"))!.Platform);
    }

    [Theory]
    [InlineData("Platform", "Open Badges")]
    [InlineData("Platform", "7")]
    [InlineData("Platform", "")]
    [InlineData("Platform", 1)]
    [InlineData("State", "Gone")]
    [InlineData("Skills", "one, two")]
    [InlineData("Alignments", "Leadership")]
    [InlineData("Alignments", "[null]")]
    [InlineData("Alignments", "[{\"name\":\"Leadership\"}]")]
    [InlineData("Alignments", "[{\"url\":\"https://example.org/icb\"}]")]
    [InlineData("Alignments", "[{\"name\":\"Leadership\",\"url\":\"/icb\"}]")]
    [InlineData("Alignments", "[{\"name\":\"Leadership\",\"url\":\"javascript:alert(1)\"}]")]
    public async Task A_row_that_cannot_be_read_makes_only_its_own_template_unknown_and_is_logged(string column, object value)
    {
        await EditAsync(column, value);

        Assert.Null(await FindAsync("edited"));
        Assert.NotNull(await FindAsync("good"));
        Assert.Contains(_errors, error => error.Contains("edited", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("[]", 0)]
    [InlineData("[{\"name\":\"Leadership\",\"url\":\"https://example.org/icb#445\"}]", 1)]
    public async Task Alignments_are_read_as_administrators_write_them(string column, int expected)
    {
        await EditAsync("Alignments", column);

        Assert.Equal(expected, (await FindAsync("edited"))!.Alignments.Count);
    }

    [Fact]
    public async Task A_template_comes_back_with_its_alignments()
    {
        var template = A.Template() with
        {
            Code = "aligned",
            Alignments =
            [
                new("Risk and opportunity", new Uri("https://example.org/icb#4511"), "4.5.11", "ICB 4.0", "Of whatever is uncertain: 不确定"),
                new("ISO 21502", new Uri("https://example.org/iso")),
            ],
        };

        await _templates.SaveAsync(template, CancellationToken.None);

        Assert.True(template.SaysTheSameAs((await FindAsync("aligned"))!));
    }

    [Fact]
    public async Task What_was_read_is_known_for_a_minute()
    {
        Assert.Equal(PlatformName.Credly, (await FindAsync("edited"))!.Platform);
        await EditAsync("Platform", "OpenBadges");

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(PlatformName.Credly, (await FindAsync("edited"))!.Platform);

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(PlatformName.OpenBadges, (await FindAsync("edited"))!.Platform);
    }

    [Fact]
    public async Task A_template_that_is_not_known_is_looked_for_at_once()
    {
        Assert.Null(await FindAsync("new"));

        await _rows.AddEntityAsync(new TableEntity((await RowAsync("good")).ToDictionary()) { RowKey = "new" });

        Assert.NotNull(await FindAsync("new"));
    }

    private async Task<TableEntity> RowAsync(string code) => await _rows.GetEntityAsync<TableEntity>(nameof(BadgeCategory.Event), code);

    private Task EditAsync(string column, object value) => _rows.UpsertEntityAsync(
        new TableEntity(nameof(BadgeCategory.Event), "edited") { [column] = value }, TableUpdateMode.Merge);

    private Task<BadgeTemplate?> FindAsync(string code) => _templates.FindAsync(code, CancellationToken.None);

    private sealed class ErrorList : List<string>, ILogger<BadgeTemplates>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Add(formatter(state, exception));
    }
}
