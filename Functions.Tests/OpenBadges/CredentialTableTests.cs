using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.Tests.EndToEnd;
using BadgeFunctions.Functions.Tests.Storage;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

/// <summary>On Azurite: what counts is what the table does.</summary>
public sealed class CredentialTableTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(A.Now);
    private readonly TableCalls _calls = new();
    private string _account = null!;
    private CredentialTable _credentials = null!;

    public async Task InitializeAsync()
    {
        _account = await TestTables.NewAccountAsync();
        await new TableServiceClient(_account).CreateTableIfNotExistsAsync(CredentialTable.Table);
        _credentials = NewTable(_calls);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_credential_comes_back_as_it_was_signed_for_its_place()
    {
        var place = await _credentials.AddAsync(A.Badge().Key, Sign, CancellationToken.None);

        Assert.Equal(1, place.List);
        Assert.InRange(place.Index, 0, StatusBits.Entries - 1);
        var found = (await NewTable().FindAsync(place, CancellationToken.None))!;
        Assert.Equal((place, A.Badge().Key, A.Now), (found.Place, found.Badge, found.IssuedAt));
        Assert.Equal((TextOf(place), "jwt"), (Encoding.UTF8.GetString(found.Credential.Json), Encoding.ASCII.GetString(found.Credential.Jwt)));
    }

    [Fact]
    public async Task A_credential_costs_one_call_of_the_table()
    {
        var writes = CountWrites();

        await _credentials.AddAsync(A.Badge().Key, Sign, CancellationToken.None);

        Assert.Equal(1, writes());
        Assert.Empty(_calls.Reads);
    }

    [Fact]
    public async Task Where_no_credential_is_nothing_is_found()
    {
        Assert.Null(await _credentials.FindAsync(new CredentialPlace(1, 0), CancellationToken.None));
        Assert.Null(await _credentials.FindAsync(new CredentialPlace(-1, int.MaxValue), CancellationToken.None));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(9, 1)]
    [InlineData(10, 2)]
    [InlineData(20, 3)]
    public async Task A_place_that_is_taken_is_drawn_again_and_ten_times_in_a_row_the_list_is_full(int taken, int expectedList)
    {
        TakeNext(taken);
        List<CredentialPlace> signed = [];

        var place = await _credentials.AddAsync(
            A.Badge().Key,
            one =>
            {
                signed.Add(one);
                return Sign(one);
            },
            CancellationToken.None);

        Assert.Equal((taken + 1, expectedList), (signed.Count, place.List));
        Assert.Equal(place, signed[^1]);
        Assert.Equal(TextOf(place), Encoding.UTF8.GetString((await _credentials.FindAsync(place, CancellationToken.None))!.Credential.Json));
        Assert.Equal(expectedList, (await _credentials.AddAsync(A.Badge().Key, Sign, CancellationToken.None)).List);
        Assert.NotNull(await _credentials.ReadStatusAsync(expectedList, CancellationToken.None));
        Assert.Null(await _credentials.ReadStatusAsync(expectedList + 1, CancellationToken.None));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_column_does_not_hold_is_refused_and_what_it_just_holds_is_not(bool isJson)
    {
        ValueTask<SignedCredential> Sized(int bytes) =>
            ValueTask.FromResult(isJson ? new SignedCredential(new byte[bytes], [1]) : new SignedCredential([1], new byte[bytes]));

        await _credentials.AddAsync(A.Badge().Key, _ => Sized(CredentialTable.MaxBytes), CancellationToken.None);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => _credentials.AddAsync(A.Badge().Key, _ => Sized(CredentialTable.MaxBytes + 1), CancellationToken.None));

        Assert.Contains("61441 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_list_is_there_before_anything_is_revoked_and_one_that_nobody_has_begun_is_not()
    {
        var first = (await _credentials.ReadStatusAsync(1, CancellationToken.None))!;

        Assert.Equal(StatusBits.None.ToArray(), first.Bits.ToArray());
        Assert.Equal((null, DateTimeOffset.UnixEpoch), (first.ETag, first.ChangedAt));
        Assert.Null(await _credentials.ReadStatusAsync(2, CancellationToken.None));
        Assert.Null(await _credentials.ReadStatusAsync(0, CancellationToken.None));
        Assert.Null(await _credentials.ReadStatusAsync(-1, CancellationToken.None));
    }

    [Fact]
    public async Task A_revocation_sets_the_bit_of_its_place_alone_and_tells_when()
    {
        await _credentials.RevokeAsync(new CredentialPlace(1, 77), CancellationToken.None);
        _clock.Advance(TimeSpan.FromHours(1));
        await _credentials.RevokeAsync(new CredentialPlace(1, 131_071), CancellationToken.None);
        await _credentials.RevokeAsync(new CredentialPlace(3, 5), CancellationToken.None);

        var first = (await _credentials.ReadStatusAsync(1, CancellationToken.None))!;
        Assert.Equal([77, 131_071], Revoked(first));
        Assert.Equal(A.Now.AddHours(1), first.ChangedAt);
        Assert.Equal([5], Revoked((await _credentials.ReadStatusAsync(3, CancellationToken.None))!));
    }

    [Fact]
    public async Task A_revocation_that_comes_again_writes_nothing()
    {
        var place = new CredentialPlace(1, 77);
        await _credentials.RevokeAsync(place, CancellationToken.None);
        var before = (await _credentials.ReadStatusAsync(1, CancellationToken.None))!;
        var writes = CountWrites();
        _clock.Advance(TimeSpan.FromHours(1));

        await _credentials.RevokeAsync(place, CancellationToken.None);

        Assert.Equal(0, writes());
        var after = (await _credentials.ReadStatusAsync(1, CancellationToken.None))!;
        Assert.Equal((before.ETag, before.ChangedAt), (after.ETag, after.ChangedAt));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(131_072)]
    public Task A_place_that_no_list_has_is_not_revoked(int index) =>
        Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _credentials.RevokeAsync(new CredentialPlace(1, index), CancellationToken.None));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Forty_concurrent_revocations_keep_each_other_s(int processes)
    {
        CredentialTable[] tables = [.. Enumerable.Range(0, processes).Select(_ => NewTable())];
        int[] indexes = [.. Enumerable.Range(0, 40).Select(number => number * 3)];

        await Task.WhenAll(indexes.Select((index, number) =>
            tables[number % processes].RevokeAsync(new CredentialPlace(1, index), CancellationToken.None)));

        Assert.Equal(indexes, Revoked((await _credentials.ReadStatusAsync(1, CancellationToken.None))!));
    }

    private static IEnumerable<int> Revoked(StatusList list) => Enumerable.Range(0, list.Bits.Count).Where(list.Bits.Get);

    private static string TextOf(CredentialPlace place) => $"{place.List}#{place.Index}";

    private static ValueTask<SignedCredential> Sign(CredentialPlace place) =>
        ValueTask.FromResult(new SignedCredential(Encoding.UTF8.GetBytes(TextOf(place)), "jwt"u8.ToArray()));

    private CredentialTable NewTable(TableCalls? calls = null)
    {
        var options = new TableClientOptions();
        if (calls is not null)
        {
            options.AddPolicy(calls, HttpPipelinePosition.PerCall);
        }

        return new CredentialTable(new TableServiceClient(_account, options), _clock);
    }

    private Func<int> CountWrites()
    {
        var writes = 0;
        _calls.BeforeWrite = _ => Task.FromResult(Interlocked.Increment(ref writes));
        return () => writes;
    }

    // Somebody else has each of the next places a moment before.
    private void TakeNext(int count)
    {
        var others = new TableServiceClient(_account).GetTableClient(CredentialTable.Table);
        _calls.BeforeWrite = async write =>
        {
            var row = JsonDocument.Parse(write[write.IndexOf('{', StringComparison.Ordinal)..]).RootElement;
            var key = row.GetProperty("RowKey").GetString()!;
            if (key != "status" && count-- > 0)
            {
                await others.AddEntityAsync(new TableEntity(row.GetProperty("PartitionKey").GetString(), key));
            }
        };
    }
}
