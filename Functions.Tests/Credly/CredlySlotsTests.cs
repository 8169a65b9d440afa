using Azure.Data.Tables;
using BadgeFunctions.Functions.Credly;
using BadgeFunctions.Functions.Credly.Limits;
using BadgeFunctions.Functions.Tests.Storage;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.Credly;

/// <summary>Instants that workers take from one row, on a clock that stands still.</summary>
public sealed class CredlySlotsTests
{
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(102);

    [Fact]
    public async Task No_instant_is_handed_out_twice_however_many_workers_take_at_once()
    {
        var tables = new TableServiceClient(await TestTables.NewAccountAsync());
        await tables.CreateTableIfNotExistsAsync(CredlySlots.Table);
        var options = Options.Create(new CredlyOptions { OrganizationId = "organization" });
        var clock = new FakeTimeProvider(A.Now);
        var workers = Enumerable.Range(0, 3).Select(_ => new CredlySlots(tables, options, clock)).ToArray();

        var taken = await Task.WhenAll(Enumerable.Range(0, 30).Select(async number =>
        {
            var count = 1 + number % 4;
            var (first, isTaken) = await workers[number % 3].TakeAsync(count, Spacing, TimeSpan.FromHours(1), CancellationToken.None);
            Assert.True(isTaken);
            return Enumerable.Range(0, count).Select(place => first + place * Spacing);
        }));

        DateTimeOffset[] instants = [.. taken.SelectMany(some => some).Order()];
        Assert.Equal(Enumerable.Range(0, instants.Length).Select(place => A.Now + place * Spacing), instants);
    }
}
