using System.Globalization;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Callbacks;
using BadgeFunctions.Functions.Telemetry;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Functions.Tests.Telemetry;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.Badges;

/// <summary>On Azurite: what counts is what the table does.</summary>
public sealed class BadgeStoreTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(A.Now);
    private TableServiceClient _tables = null!;
    private BadgeStore _badges = null!;

    private static BadgeKey Key => A.Badge().Key;

    public async Task InitializeAsync()
    {
        _tables = new TableServiceClient(await TestTables.NewAccountAsync());
        await _tables.CreateTableIfNotExistsAsync(BadgeStore.Table);
        await _tables.CreateTableIfNotExistsAsync(BadgeHistory.Table);
        await _tables.CreateTableIfNotExistsAsync(CallbackEndpoints.Table);
        var announcer = new BadgeAnnouncer(new CallbackEndpoints(_tables, _clock), new CallbackOutbox(_tables), _clock);
        _badges = new BadgeStore(_tables, new BadgeHistory(_tables, _clock), announcer, new BadgeMetrics(new TestMeters(), _clock));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_badge_with_everything_comes_back_as_it_was()
    {
        var badge = A.Badge(BadgeState.TokenIssued) with
        {
            ExpiresOn = new DateOnly(2031, 4, 26),
            Evidence = new Uri("https://example.org/evidence?of=1&by=Jos%C3%A9"),
            Recipient = new Recipient("José", "O'Brien-Łuć 日本", "jose@example.org", "pt-BR"),
            Platform = new PlatformBadge(
                "credly-1", new Uri("https://credly.example/accept/1"), new Uri("https://credly.example/1"), new Uri("https://credly.example/1.png"))
            {
                State = PlatformState.Accepted,
                IsPublic = false,
                Revision = 3,
            },
            PlatformName = PlatformName.OpenBadges,
            Attempt = new PlatformAttempt(A.Now.AddMinutes(1).AddTicks(1), 3, A.Now.AddMinutes(3)),
            Revision = 4,
            Told = new AwardTimes(A.Now.AddMinutes(2), A.Now.AddMinutes(3), null),
            RevocationReason = "Taken back",
            Token = new LiveToken("c2hhMjU2", A.Now.AddMinutes(2)),
            Problem = new BadgeProblem("SendBadgeEmail", "SendGrid answered 401: \"no\"", A.Now.AddMinutes(3)),
            AcceptedAt = A.Now.AddDays(1),
        };

        await _badges.RecordAsync(badge, CancellationToken.None);

        Assert.Equal(badge, await ReadAsync());
        Assert.Equal(badge, Assert.Single(await _badges.OfMemberAsync(Key.MemberId, CancellationToken.None)) with { ETag = default });
    }

    [Fact]
    public async Task A_badge_with_the_least_comes_back_as_it_was()
    {
        var badge = A.Badge(BadgeState.Issuing) with { Platform = null };

        await _badges.RecordAsync(badge, CancellationToken.None);

        Assert.Equal(badge, await ReadAsync());
    }

    [Fact]
    public async Task What_a_change_takes_away_is_gone()
    {
        await _badges.RecordAsync(
            A.Badge(BadgeState.TokenIssued) with { Token = new LiveToken("c2hhMjU2", A.Now), Problem = new BadgeProblem("x", "y", A.Now) },
            CancellationToken.None);

        await _badges.ChangeAsync(
            Key, "Released", badge => badge.After(BadgeEvent.TokenReleased, A.Now)! with { Problem = null }, CancellationToken.None);

        var read = await ReadAsync();
        Assert.Equal((BadgeState.Pending, null, null), (read!.State, read.Token, read.Problem));
    }

    [Fact]
    public async Task A_badge_that_is_not_there_is_null_to_find_and_an_error_to_get()
    {
        Assert.Null(await _badges.FindAsync(Key, CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _badges.GetAsync(Key, CancellationToken.None));
        Assert.Empty(await _badges.OfMemberAsync(Key.MemberId, CancellationToken.None));
    }

    [Theory]
    [InlineData("AchievementId")]
    [InlineData("TemplateCode")]
    [InlineData("Category")]
    [InlineData("Name")]
    [InlineData("GivenName")]
    [InlineData("FamilyName")]
    [InlineData("Email")]
    [InlineData("Locale")]
    [InlineData("AwardedOn")]
    [InlineData("State")]
    [InlineData("TokenExpiresAt")]
    [InlineData("ProblemSince")]
    [InlineData("ClaimableUntil")]
    [InlineData("CreatedAt")]
    [InlineData("StateChangedAt")]
    public Task A_missing_column_is_named(string column) => AssertUnreadableAsync(column, null);

    [Theory]
    [InlineData("State", "Floating")]
    [InlineData("State", "1")]
    [InlineData("State", "pending")]
    [InlineData("State", "")]
    [InlineData("State", 1)]
    [InlineData("Category", "Party")]
    [InlineData("AwardedOn", "26.4.2021")]
    [InlineData("ExpiresOn", "never")]
    [InlineData("ExpiresOn", 5)]
    [InlineData("PublicUrl", "/relative")]
    [InlineData("Evidence", "nonsense")]
    [InlineData("Name", 5)]
    [InlineData("PlatformId", true)]
    [InlineData("ClaimableUntil", "2021-04-26")]
    [InlineData("AcceptedAt", "yesterday")]
    public Task A_column_that_cannot_be_read_is_named(string column, object value) => AssertUnreadableAsync(column, value);

    [Fact]
    public async Task To_record_a_badge_again_keeps_the_first_row()
    {
        await _badges.RecordAsync(A.Badge(BadgeState.Issuing), CancellationToken.None);
        await _badges.ChangeAsync(Key, "Issued", badge => badge.After(BadgeEvent.IssuedOnPlatform, A.Now), CancellationToken.None);

        await _badges.RecordAsync(A.Badge(BadgeState.Issuing) with { Name = "Another" }, CancellationToken.None);

        var read = await ReadAsync();
        Assert.Equal((BadgeState.Pending, A.Badge().Name), (read!.State, read.Name));
        Assert.Equal(["Issued", "Recorded"], (await HistoryAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Fifty_changes_at_once_are_all_applied_one_after_the_other()
    {
        await _badges.RecordAsync(A.Badge() with { Name = "0" }, CancellationToken.None);

        var changed = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _badges.ChangeAsync(
            Key,
            "Counted",
            badge => badge with { Name = (int.Parse(badge.Name, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture) },
            CancellationToken.None)));

        Assert.Equal("50", (await ReadAsync())!.Name);
        Assert.Equal(50, changed.Select(badge => badge.Name).Distinct().Count());
        Assert.Equal(51, (await HistoryAsync()).Count);
    }

    [Fact]
    public async Task Of_two_decisions_at_once_the_second_one_sees_the_first()
    {
        await _badges.RecordAsync(A.Badge(), CancellationToken.None);
        var seen = new List<BadgeState>();

        await _badges.ChangeAsync(
            Key,
            "Claimed",
            badge =>
            {
                seen.Add(badge.State);
                if (seen.Count == 1)
                {
                    // Somebody else writes between this decision and its saving.
                    _badges.ChangeAsync(Key, "Revoked", other => other.After(BadgeEvent.Revoked, A.Now), CancellationToken.None)
                        .GetAwaiter().GetResult();
                }

                return badge.After(BadgeEvent.Claimed, A.Now);
            },
            CancellationToken.None);

        Assert.Equal([BadgeState.Pending, BadgeState.Revoked], seen);
        Assert.Equal(BadgeState.Revoked, (await ReadAsync())!.State);
        Assert.Equal(["Recorded", "Revoked"], (await HistoryAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_etag_of_a_change_is_good_for_the_next_one_and_no_change_writes_nothing()
    {
        await _badges.RecordAsync(A.Badge(BadgeState.Issuing), CancellationToken.None);

        var changed = await _badges.ChangeAsync(
            Key, "Issued", badge => badge.After(BadgeEvent.IssuedOnPlatform, A.Now), CancellationToken.None);
        var same = await _badges.ChangeAsync(
            Key, "Issued", badge => badge.After(BadgeEvent.IssuedOnPlatform, A.Now), CancellationToken.None);

        Assert.Equal(changed, same);
        Assert.Equal(2, (await HistoryAsync()).Count);
    }

    [Fact]
    public async Task The_history_has_one_entry_a_change_the_newest_first()
    {
        await _badges.RecordAsync(A.Badge(BadgeState.Issuing), CancellationToken.None);
        BadgeEvent[] happened = [BadgeEvent.IssuedOnPlatform, BadgeEvent.Claimed, BadgeEvent.TokenRedeemed, BadgeEvent.AcceptedOnPlatform];
        foreach (var one in happened)
        {
            _clock.Advance(TimeSpan.FromTicks(1));
            await _badges.ChangeAsync(Key, one.ToString(), badge => badge.After(one, _clock.GetUtcNow()), CancellationToken.None);
        }

        Assert.Equal(["AcceptedOnPlatform", "TokenRedeemed", "Claimed", "IssuedOnPlatform", "Recorded"], await HistoryAsync());
    }

    private async Task<Badge?> ReadAsync() =>
        await _badges.FindAsync(Key, CancellationToken.None) is { } badge ? badge with { ETag = default } : null;

    private async Task AssertUnreadableAsync(string column, object? value)
    {
        var row = BadgeEntity.From(A.Badge(BadgeState.TokenIssued) with
        {
            Token = new LiveToken("c2hhMjU2", A.Now),
            Problem = new BadgeProblem("x", "y", A.Now),
        });
        row.Remove(column);
        if (value is not null)
        {
            row[column] = value;
        }

        await _tables.GetTableClient(BadgeStore.Table).AddEntityAsync(row);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => _badges.FindAsync(Key, CancellationToken.None));
        Assert.Equal($"Badge {Key.BadgeId}: this version cannot read the column {column}.", error.Message);
    }

    private async Task<List<string>> HistoryAsync()
    {
        var entries = new List<string>();
        await foreach (var row in _tables.GetTableClient(BadgeHistory.Table).QueryAsync<TableEntity>(row => row.PartitionKey == Key.BadgeId))
        {
            entries.Add(row.GetString("What"));
        }

        return entries;
    }
}
