using Azure.Data.Tables;
using BadgeFunctions.Functions.Members;
using BadgeFunctions.Functions.Tests.Storage;

namespace BadgeFunctions.Functions.Tests.Members;

/// <summary>On Azurite: what counts is what the tables do.</summary>
public sealed class MemberStoreTests : IAsyncLifetime
{
    private static readonly Member Maria = A.Member();
    private static readonly Member Mario = Maria with { Id = "m-1002", GivenName = "Mario" };

    private TableServiceClient _tables = null!;
    private MemberStore _members = null!;

    public async Task InitializeAsync()
    {
        _tables = new TableServiceClient(await TestTables.NewAccountAsync());
        await _tables.CreateTableIfNotExistsAsync(MemberStore.Table);
        await _tables.CreateTableIfNotExistsAsync(MemberStore.AddressTable);
        _members = new MemberStore(_tables);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("maria.rossi@example.org")]
    [InlineData("MARIA.Rossi@Example.ORG")]
    [InlineData("  maria.rossi@example.org ")]
    public async Task A_member_is_found_by_the_address_whatever_its_case(string address)
    {
        await TellAsync(Maria);

        Assert.Equal(Maria, await _members.FindByEmailAsync(address, CancellationToken.None));
    }

    [Fact]
    public async Task Every_name_comes_back_as_it_was()
    {
        var member = new Member("a.b_c@d-1", "José 日本", "O'Brien-Łuć", "jose@example.org", "pt-BR");

        await TellAsync(member);

        Assert.Equal(member, await _members.FindAsync(member.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Nobody_is_found_by_an_address_or_an_id_that_is_not_known()
    {
        await TellAsync(Maria);

        Assert.Null(await _members.FindByEmailAsync("maria.rossi@example.com", CancellationToken.None));
        Assert.Null(await _members.FindAsync("M-1001", CancellationToken.None));
    }

    [Fact]
    public async Task The_first_owner_of_a_shared_address_stays()
    {
        await TellAsync(Maria);
        await TellAsync(Mario with { Email = "Maria.ROSSI@example.org" });
        await TellAsync(Maria);

        Assert.Equal(Maria, await _members.FindByEmailAsync(Maria.Email, CancellationToken.None));
        Assert.Equal("Mario", (await _members.FindAsync(Mario.Id, CancellationToken.None))?.GivenName);
    }

    [Fact]
    public async Task Of_ten_who_share_an_address_from_the_same_moment_on_one_owns_it()
    {
        var members = Enumerable.Range(0, 10).Select(number => Maria with { Id = $"m-{number}" }).ToArray();

        await Task.WhenAll(members.Select(member => TellAsync(member)));

        var owner = await _members.FindByEmailAsync(Maria.Email, CancellationToken.None);
        Assert.Contains(owner, members);
        await Task.WhenAll(members.Select(member => TellAsync(member)));
        Assert.Equal(owner, await _members.FindByEmailAsync(Maria.Email, CancellationToken.None));
    }

    [Fact]
    public async Task What_is_known_last_of_a_member_counts_and_earlier_addresses_lead_to_them_as_well()
    {
        await TellAsync(Maria);
        var married = Maria with { FamilyName = "Bianchi", Email = "maria.bianchi@example.org" };

        await TellAsync(married, A.Now.AddDays(1));

        Assert.Equal(married, await _members.FindAsync(Maria.Id, CancellationToken.None));
        Assert.Equal(married, await _members.FindByEmailAsync(married.Email, CancellationToken.None));
        Assert.Equal(married, await _members.FindByEmailAsync(Maria.Email, CancellationToken.None));
    }

    [Fact]
    public async Task What_was_told_earlier_and_arrives_later_changes_nothing_but_its_address_is_theirs()
    {
        var married = Maria with { FamilyName = "Bianchi", Email = "maria.bianchi@example.org" };
        await TellAsync(married, A.Now.AddDays(1));

        var known = await TellAsync(Maria);

        Assert.Equal(new KnownMember(married, A.Now.AddDays(1)), known);
        Assert.Equal(married, await _members.FindAsync(Maria.Id, CancellationToken.None));
        Assert.Equal(married, await _members.FindByEmailAsync(Maria.Email, CancellationToken.None));
    }

    [Fact]
    public async Task Of_ten_words_at_once_the_latest_counts()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(day => TellAsync(Maria with { GivenName = $"Maria {day}" }, A.Now.AddDays(day))));

        Assert.Equal("Maria 9", (await _members.FindAsync(Maria.Id, CancellationToken.None))?.GivenName);
    }

    [Fact]
    public async Task A_row_that_does_not_say_when_it_was_told_is_older_than_anything()
    {
        await TellAsync(Maria);
        var table = _tables.GetTableClient(MemberStore.Table);
        TableEntity row = await table.GetEntityAsync<TableEntity>(Maria.Id, "profile");
        row.Remove("ToldAt");
        await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);

        await TellAsync(Mario with { Id = Maria.Id }, A.Now.AddYears(-1));

        Assert.Equal("Mario", (await _members.FindAsync(Maria.Id, CancellationToken.None))?.GivenName);
    }

    [Fact]
    public async Task The_address_is_in_no_row_s_name()
    {
        await TellAsync(Maria);

        await foreach (var row in _tables.GetTableClient(MemberStore.AddressTable).QueryAsync<TableEntity>())
        {
            Assert.DoesNotContain("maria", $"{row.PartitionKey}{row.RowKey}", StringComparison.OrdinalIgnoreCase);
        }
    }

    private Task<KnownMember> TellAsync(Member member, DateTimeOffset? at = null) =>
        _members.UpsertAsync(new KnownMember(member, at ?? A.Now), CancellationToken.None);
}
