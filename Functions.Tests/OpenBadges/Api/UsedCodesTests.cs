using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.OpenBadges.Api;
using BadgeFunctions.Functions.Tests.Storage;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.OpenBadges.Api;

/// <summary>On Azurite: what counts is what the table does.</summary>
public sealed class UsedCodesTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(A.Now);
    private TableServiceClient _tables = null!;

    public async Task InitializeAsync()
    {
        _tables = new TableServiceClient(await TestTables.NewAccountAsync());
        await _tables.CreateTableIfNotExistsAsync(BadgeStore.Table);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_code_is_used_once_and_others_beside_it_too()
    {
        Assert.True(await UseAsync("one"));
        Assert.True(await UseAsync("two"));
        Assert.False(await UseAsync("one"));
        Assert.False(await UseAsync("two"));
    }

    [Fact]
    public async Task Of_many_who_use_a_code_at_the_same_time_one_succeeds()
    {
        var used = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => UseAsync("one"))));

        Assert.Single(used, succeeded => succeeded);
    }

    [Fact]
    public async Task Of_many_codes_that_are_used_at_the_same_time_none_is_forgotten()
    {
        string[] codes = [.. Enumerable.Range(0, 8).Select(i => $"code-{i}")];

        var used = await Task.WhenAll(codes.Select(code => Task.Run(() => UseAsync(code))));

        Assert.DoesNotContain(false, used);
        Assert.DoesNotContain(true, await Task.WhenAll(codes.Select(UseAsync)));
    }

    [Fact]
    public async Task A_code_is_remembered_for_as_long_as_it_is_good_and_the_row_does_not_grow()
    {
        await UseAsync("one");
        _clock.Advance(GrantTexts.CodeLifetime - TimeSpan.FromSeconds(1));
        Assert.False(await UseAsync("one"));

        _clock.Advance(TimeSpan.FromSeconds(1));
        await UseAsync("two");

        var row = Assert.Single(await _tables.GetTableClient(BadgeStore.Table).QueryAsync<TableEntity>().ToListAsync());
        Assert.Equal("two", row.GetString("Codes"));
    }

    private Task<bool> UseAsync(string code) => new UsedCodes(_tables, _clock).TryUseAsync("a/member", code, CancellationToken.None);
}
