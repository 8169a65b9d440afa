using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Tests.Storage;

namespace BadgeFunctions.Functions.Tests.Badges;

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
        foreach (var table in (string[])[BadgeStore.Table, BadgeLookups.Table, BadgeExpiries.Table])
        {
            await _tables.CreateTableIfNotExistsAsync(table);
        }

        _members = new MemberStore(_tables, A.Digests);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("maria.rossi@example.org")]
    [InlineData("MARIA.Rossi@Example.ORG")]
    [InlineData("  maria.rossi@example.org ")]
    public async Task A_member_is_found_by_the_address_whatever_its_case(string address)
    {
        await TellAsync(Maria);

        Assert.Equal([Maria], await OfAddressAsync(address));
    }

    [Fact]
    public async Task Every_name_comes_back_as_it_was()
    {
        var member = new Member("CH/12 \\ #?%2F|\u5b57", "José 日本", "O'Brien-Łuć", "jose@example.org", "pt-BR");

        await TellAsync(member);

        Assert.Equal(member, (await _members.FindAsync(member.Id, CancellationToken.None))?.Member);
    }

    [Fact]
    public async Task A_did_is_kept_until_the_member_is_told_of_without_one()
    {
        var identified = Maria with { Did = "did:web:example.org:maria" };
        await TellAsync(identified);

        Assert.Equal(identified, (await _members.FindAsync(Maria.Id, CancellationToken.None))?.Member);
        Assert.Equal(identified, Assert.Single(await OfAddressAsync(Maria.Email)));

        await TellAsync(Maria, A.Now.AddDays(1));

        Assert.Null((await _members.FindAsync(Maria.Id, CancellationToken.None))!.Member.Did);
    }

    [Fact]
    public async Task Nobody_is_found_by_an_address_or_an_id_that_is_not_known()
    {
        await TellAsync(Maria);

        Assert.Empty(await OfAddressAsync("maria.rossi@example.com"));
        Assert.Null(await _members.FindAsync("M-1001", CancellationToken.None));
    }

    [Fact]
    public async Task All_members_behind_a_shared_address_are_found()
    {
        await TellAsync(Maria);
        await TellAsync(Mario with { Email = "Maria.ROSSI@example.org" });

        Assert.Equal(["Maria", "Mario"], (await OfAddressAsync(Maria.Email)).Select(member => member.GivenName).Order());
    }

    [Fact]
    public async Task Ten_members_who_share_an_address_from_the_same_moment_on_are_all_found()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(number => TellAsync(Maria with { Id = $"m-{number}" })));

        Assert.Equal(10, (await OfAddressAsync(Maria.Email)).Count);
    }

    [Fact]
    public async Task An_address_that_was_given_to_another_member_leads_to_that_one_alone()
    {
        await TellAsync(Maria);
        await TellAsync(Maria with { Email = "maria@private.example" }, A.Now.AddDays(1));
        var successor = Mario with { Email = Maria.Email };
        await TellAsync(successor, A.Now.AddDays(2));

        Assert.Equal([successor], await OfAddressAsync(Maria.Email));
    }

    [Fact]
    public async Task An_address_that_comes_back_leads_to_its_member_again()
    {
        await TellAsync(Maria);
        await TellAsync(Maria with { Email = "maria@private.example" }, A.Now.AddDays(1));
        await TellAsync(Maria, A.Now.AddDays(2));

        Assert.Equal([Maria], await OfAddressAsync(Maria.Email));
        Assert.Empty(await OfAddressAsync("maria@private.example"));
    }

    [Fact]
    public async Task What_is_known_last_of_a_member_counts_and_earlier_addresses_lead_nowhere()
    {
        await TellAsync(Maria);
        var married = Maria with { FamilyName = "Bianchi", Email = "maria.bianchi@example.org" };

        await TellAsync(married, A.Now.AddDays(1));

        Assert.Equal(married, (await _members.FindAsync(Maria.Id, CancellationToken.None))?.Member);
        Assert.Equal([married], await OfAddressAsync(married.Email));
        Assert.Empty(await OfAddressAsync(Maria.Email));
    }

    [Fact]
    public async Task What_was_told_earlier_and_arrives_later_changes_nothing()
    {
        var married = Maria with { FamilyName = "Bianchi", Email = "maria.bianchi@example.org" };
        await TellAsync(married, A.Now.AddDays(1));

        var known = await TellAsync(Maria);

        Assert.Equal(new KnownMember(married, A.Now.AddDays(1)), known);
        Assert.Equal(married, (await _members.FindAsync(Maria.Id, CancellationToken.None))?.Member);
        Assert.Empty(await OfAddressAsync(Maria.Email));
    }

    [Fact]
    public async Task A_member_who_never_had_a_badge_is_nobody()
    {
        Assert.Null(await _members.UpdateAsync(new KnownMember(Maria, A.Now), CancellationToken.None));
        Assert.Empty(await OfAddressAsync(Maria.Email));
    }

    [Fact]
    public async Task Ten_awards_at_once_to_one_member_are_ten_badges_of_one_member()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(number => Recorder.RecordAsync(A.Award($"award-{number}"), A.Now, A.Template(), _ => Task.CompletedTask, CancellationToken.None)));

        Assert.Equal(10, (await BadgeStoreTests.NewStore(_tables, TimeProvider.System).OfMemberAsync(Maria.Id, CancellationToken.None)).Count);
        Assert.Equal([Maria], await OfAddressAsync(Maria.Email));
    }

    [Fact]
    public async Task An_award_goes_to_the_member_as_they_are_known_by_then()
    {
        var married = Maria with { FamilyName = "Bianchi", Email = "maria.bianchi@example.org" };
        await TellAsync(married, A.Now.AddDays(1));

        var recorded = await Recorder.RecordAsync(A.Award("late"), A.Now, A.Template(), _ => Task.CompletedTask, CancellationToken.None);

        Assert.Equal(Recipient.Of(married), recorded!.Value.Badge.Recipient);
    }

    [Fact]
    public async Task Of_two_contents_of_one_achievement_at_once_one_is_recorded()
    {
        var awards = Enumerable.Range(0, 10).Select(day => A.Award() with { AwardedOn = new DateOnly(2021, 4, 1 + day) }).ToArray();

        var recorded = await Task.WhenAll(awards.Select(award => Recorder.RecordAsync(award, A.Now, A.Template(), _ => Task.CompletedTask, CancellationToken.None)));

        Assert.Single(recorded, one => one is not null);
    }

    [Fact]
    public async Task An_award_that_is_recorded_again_keeps_the_first_row()
    {
        Assert.True((await Recorder.RecordAsync(A.Award(), A.Now, A.Template(), _ => Task.CompletedTask, CancellationToken.None))!.Value.IsNew);

        var again = await Recorder.RecordAsync(A.Award(), A.Now.AddDays(1), A.Template() with { Name = "Another" }, _ => Task.CompletedTask, CancellationToken.None);

        Assert.Equal((false, A.Template().Name), (again!.Value.IsNew, again.Value.Badge.Name));
    }

    [Fact]
    public async Task Ten_concurrent_updates_keep_the_latest()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(day => TellAsync(Maria with { GivenName = $"Maria {day}" }, A.Now.AddDays(day))));

        Assert.Equal("Maria 9", (await _members.FindAsync(Maria.Id, CancellationToken.None))?.Member.GivenName);
    }

    [Fact]
    public async Task The_address_is_in_no_row_s_name()
    {
        await TellAsync(Maria);

        await foreach (var row in _tables.GetTableClient(BadgeLookups.Table).QueryAsync<TableEntity>())
        {
            Assert.DoesNotContain("maria", $"{row.PartitionKey}{row.RowKey}", StringComparison.OrdinalIgnoreCase);
        }
    }

    private async Task<IReadOnlyList<Member>> OfAddressAsync(string address) =>
        [.. (await _members.FindByAddressAsync(A.Digests.Of(address), CancellationToken.None)).Select(account => account.Member)];

    private AwardRecorder Recorder => new(
        BadgeStoreTests.NewStore(_tables, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(A.Now)),
        new BadgeLookups(_tables),
        new BadgeExpiries(_tables),
        _members,
        Microsoft.Extensions.Options.Options.Create(new ClaimOptions()),
        new Microsoft.Extensions.Time.Testing.FakeTimeProvider(A.Now));

    // A member is known by their first award.
    private async Task<KnownMember> TellAsync(Member member, DateTimeOffset? at = null)
    {
        var told = new KnownMember(member, at ?? A.Now);
        await Recorder.RecordAsync(A.Award($"first-{member.Id}-{member.GivenName}-{told.ToldAt:O}") with { Member = member }, told.ToldAt, A.Template(), _ => Task.CompletedTask, CancellationToken.None);
        return (await _members.UpdateAsync(told, CancellationToken.None))!;
    }
}
