using System.Globalization;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Functions.Tests.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;

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
        _badges = NewStore(_tables, _clock);
    }

    /// <summary>A store whose announcements nobody wants.</summary>
    internal static BadgeStore NewStore(TableServiceClient tables, TimeProvider clock) => new(
        tables, Mock.Of<IAnnouncementSubscribers>(), new BadgeMetrics(new TestMeters(), clock), clock, NullLogger<BadgeStore>.Instance);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_badge_with_everything_comes_back_as_it_was()
    {
        var badge = A.Badge(BadgeState.TokenIssued) with
        {
            ExpiresOn = new DateOnly(2031, 4, 26),
            Evidence = new Uri("https://example.org/evidence?of=1&by=Jos%C3%A9"),
            Results =
            [
                new("Written exam", "87", ResultType.Percent, ResultStatus.Completed),
                new("面试", null, ResultType.Status, ResultStatus.InProgress),
                new("Essay", "A-", ResultType.LetterGrade, null),
            ],
            Recipient = new Recipient("José", "O'Brien-Łuć 日本", "jose@example.org", "pt-BR") { Did = "did:web:example.org:jose" },
            Platform = new PlatformBadge(
                "credly-1", new Uri("https://credly.example/accept/1"), new Uri("https://credly.example/1"), new Uri("https://credly.example/1.png"))
            {
                Email = "jose@private.example",
                State = PlatformState.Accepted,
                IsPublic = false,
                Revision = 3,
            },
            IsAddressChosen = true,
            PlatformName = PlatformName.OpenBadges,
            Attempt = new PlatformAttempt(A.Now.AddMinutes(1).AddTicks(1), 3),
            Revision = 4,
            Told = new AwardTimes(A.Now.AddMinutes(2), A.Now.AddMinutes(3), null) { Suspension = A.Now.AddMinutes(4) },
            Suspension = new Suspension(A.Now.AddMinutes(4).AddTicks(1), "Complaint: \"examined\""),
            RevocationReason = "Taken back",
            Token = new LiveToken("c2hhMjU2", A.Now.AddMinutes(2)),
            AcceptedAt = A.Now.AddDays(1),
            SyncedAt = A.Now.AddDays(2),
            News = new PlatformNews(A.Now.AddDays(3), IsDeletion: true),
        };
        var problem = new BadgeProblem(BadgeStep.EmailMember, "SendGrid answered 401: \"no\"", A.Now.AddMinutes(3), 2, A.Now.AddMinutes(4));
        var mail = new BadgeMail(BadgeMail.Reminder(1), BadgeMailState.Bounced, A.Now.AddTicks(1)) { Attempts = 1, Revision = 3, MessageId = "m", Reason = "550" };

        await AddAsync(badge with { Problems = [problem], Mails = BadgeMail.None.Add(mail.Kind, mail) });

        var read = (await ReadAsync())!;
        Assert.Equal([problem], read.Problems);
        Assert.Equal(mail, Assert.Single(read.Mails).Value);
        AssertSame(badge, read with { Problems = [] });
        AssertSame(badge, Assert.Single(await _badges.OfMemberAsync(Key.MemberId, CancellationToken.None)) with { Problems = [] });
    }

    [Fact]
    public async Task The_most_and_longest_results_fit_into_their_column_and_no_results_need_none()
    {
        var longest = Enumerable.Range(0, 20).Select(number => new AwardResult(
            $"{number:D2}{new string('字', 98)}", new string('字', 100), ResultType.RubricCriterionLevel, ResultStatus.Provisional));

        await AddAsync(A.Badge() with { Results = [.. longest] });

        Assert.Equal(longest, (await ReadAsync())!.Results);
        Assert.Null(BadgeEntity.From(A.Badge())["Results"]);
    }

    [Fact]
    public async Task A_badge_with_the_least_comes_back_as_it_was()
    {
        var badge = A.Badge(BadgeState.Issuing) with { Platform = null };

        await AddAsync(badge);

        AssertSame(badge, (await ReadAsync())!);
    }

    [Fact]
    public async Task What_a_change_takes_away_is_gone()
    {
        await AddAsync((A.Badge(BadgeState.TokenIssued) with { Token = new LiveToken("c2hhMjU2", A.Now), News = new PlatformNews(A.Now, true) })
            .WithProblem(BadgeStep.EmailMember, "y", null, A.Now));

        await _badges.ChangeAsync(
            Key,
            "Released",
            badge => badge.After(BadgeEvent.TokenReleased, A.Now)!.WithoutProblem(BadgeStep.EmailMember) with { News = null },
            CancellationToken.None);

        var read = await ReadAsync();
        Assert.Equal((BadgeState.Pending, null, null, null), (read!.State, read.Token, read.Problem, read.News));
    }

    [Fact]
    public async Task A_badge_that_is_not_there_is_null()
    {
        Assert.Null(await _badges.FindAsync(Key, CancellationToken.None));
        Assert.Null(await _badges.ChangeAsync(Key, "x", badge => badge, CancellationToken.None));
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
    [InlineData("PlatformName")]
    [InlineData("Revision")]
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
    [InlineData("SuspendedAt", "yesterday")]
    [InlineData("Problems", "[")]
    [InlineData("Results", "[{\"name\":\"Exam\",\"type\":\"Guess\"}]")]
    [InlineData("Announcements", "nonsense")]
    [InlineData("Mails", "[{\"kind\":\"claim\",\"state\":\"Lost\"}]")]
    public Task A_column_that_cannot_be_read_is_named(string column, object value) => AssertUnreadableAsync(column, value);

    [Fact]
    public async Task A_badge_that_cannot_be_read_hides_no_other()
    {
        await AddAsync(A.Badge());
        var other = BadgeEntity.From(A.Badge() with { Key = A.Award("another").Badge });
        other["State"] = "Floating";
        await Rows.AddEntityAsync(other);

        Assert.Equal(Key, Assert.Single(await _badges.OfMemberAsync(Key.MemberId, CancellationToken.None)).Key);
        var page = await _badges.OpenAsync(10, null, CancellationToken.None);
        Assert.Equal((Key, 0), (Assert.Single(page.Badges).Key, page.Unreadable));
    }

    [Fact]
    public async Task Badge_history_and_e_mail_are_written_together_or_not_at_all()
    {
        await AddAsync(A.Badge());
        var read = await ReadAsync();
        await _badges.ChangeAsync(Key, "First", badge => badge with { Name = "First" }, CancellationToken.None);

        await _badges.ChangeAsync(
            read!,
            "Second",
            badge => badge.Name == "First" ? null : badge.With(new BadgeMail("reminder-1", BadgeMailState.Sent, A.Now)) with { Name = "Second" },
            CancellationToken.None);

        var after = (await ReadAsync())!;
        Assert.Equal("First", after.Name);
        Assert.Equal([BadgeMail.Claim], after.Mails.Keys);
        Assert.Equal(["First"], await HistoryAsync());
    }

    [Fact]
    public async Task News_is_noted_beside_whatever_else_changes()
    {
        await AddAsync(A.Badge());

        await _badges.ChangeAsync(
            Key,
            "Claimed",
            badge =>
            {
                if (badge.News is null)
                {
                    _badges.NoteNewsAsync(badge, isDeletion: true, CancellationToken.None).GetAwaiter().GetResult();
                }

                return badge.After(BadgeEvent.Claimed, A.Now);
            },
            CancellationToken.None);

        var read = (await ReadAsync())!;
        Assert.Equal((BadgeState.TokenIssued, new PlatformNews(A.Now, true)), (read.State, read.News));
    }

    [Fact]
    public async Task News_that_comes_twice_at_one_instant_is_seen_by_who_asked_after_the_first()
    {
        await AddAsync(A.Badge());
        var asked = await _badges.NoteNewsAsync((await ReadAsync())!, isDeletion: true, CancellationToken.None);

        await _badges.NoteNewsAsync(asked, isDeletion: false, CancellationToken.None);

        var after = (await ReadAsync())!;
        Assert.NotEqual(asked.ETag, after.ETag);
        Assert.True(after.News is { IsDeletion: true });
    }

    [Fact]
    public async Task Ten_thousand_entries_of_history_and_five_hundred_badges_in_one_partition_are_read_as_quickly()
    {
        await AddAsync(A.Badge());
        var badges = Enumerable.Range(0, 500).Select(number => BadgeEntity.From(A.Badge() with { Key = A.Award($"award-{number}").Badge }));
        var history = Enumerable.Range(0, 10_000).Select(_ => BadgeEntity.HistoryOf(A.Badge(), "Claimed", A.Now));
        foreach (var batch in badges.Concat(history).Chunk(100))
        {
            await Rows.SubmitTransactionAsync(batch.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)));
        }

        Assert.Equal(BadgeMail.Claim, Assert.Single((await ReadAsync())!.Mails).Key);
        Assert.Equal(501, (await _badges.OfMemberAsync(Key.MemberId, CancellationToken.None)).Count);
        Assert.NotNull(await _badges.ChangeAsync(Key, "Claimed", badge => badge.After(BadgeEvent.Claimed, A.Now), CancellationToken.None));
    }

    [Fact]
    public async Task Fifty_changes_at_once_are_all_applied_one_after_the_other()
    {
        await AddAsync(A.Badge() with { Name = "0" });

        var changed = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _badges.ChangeAsync(
            Key,
            "Counted",
            badge => badge with { Name = (int.Parse(badge.Name, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture) },
            CancellationToken.None)));

        Assert.Equal("50", (await ReadAsync())!.Name);
        Assert.Equal(50, changed.Select(badge => badge!.Name).Distinct().Count());
        Assert.Equal(50, (await HistoryAsync()).Count);
    }

    [Fact]
    public async Task Of_two_decisions_at_once_the_second_one_sees_the_first()
    {
        await AddAsync(A.Badge());
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
        Assert.Equal(["Revoked"], await HistoryAsync());
    }

    [Fact]
    public async Task The_etag_of_a_change_is_good_for_the_next_one_and_no_change_writes_nothing()
    {
        await AddAsync(A.Badge(BadgeState.Issuing));

        var changed = await _badges.ChangeAsync(
            Key, "Issued", badge => badge.After(BadgeEvent.IssuedOnPlatform, A.Now), CancellationToken.None);
        var same = await _badges.ChangeAsync(
            Key, "Issued", badge => badge.After(BadgeEvent.IssuedOnPlatform, A.Now), CancellationToken.None);

        AssertSame(changed!, same!);
        Assert.Single(await HistoryAsync());
    }

    [Fact]
    public async Task The_history_has_one_entry_a_change_the_newest_first()
    {
        await AddAsync(A.Badge(BadgeState.Issuing));
        BadgeEvent[] happened = [BadgeEvent.IssuedOnPlatform, BadgeEvent.Claimed, BadgeEvent.TokenRedeemed, BadgeEvent.AcceptedOnPlatform];
        foreach (var one in happened)
        {
            _clock.Advance(TimeSpan.FromTicks(1));
            await _badges.ChangeAsync(Key, one.ToString(), badge => badge.After(one, _clock.GetUtcNow()), CancellationToken.None);
        }

        Assert.Equal(["AcceptedOnPlatform", "TokenRedeemed", "Claimed", "IssuedOnPlatform"], await HistoryAsync());
    }

    private TableClient Rows => _tables.GetTableClient(BadgeStore.Table);

    private Task AddAsync(Badge badge) => Rows.AddEntityAsync(BadgeEntity.From(badge));

    private Task<Badge?> ReadAsync() => _badges.FindAsync(Key, CancellationToken.None);

    // Lists are compared by what is in them.
    private static void AssertSame(Badge expected, Badge actual)
    {
        Assert.Equal(expected.Announcements, actual.Announcements);
        Assert.Equal(expected.Problems, actual.Problems);
        Assert.Equal(expected.Results, actual.Results);
        Assert.Equal(
            expected with { ETag = default, Mails = BadgeMail.None, Announcements = [], Problems = [], Results = [] },
            actual with { ETag = default, Mails = BadgeMail.None, Announcements = [], Problems = [], Results = [] });
    }

    private async Task AssertUnreadableAsync(string column, object? value)
    {
        var row = BadgeEntity.From(A.Badge(BadgeState.TokenIssued) with { Token = new LiveToken("c2hhMjU2", A.Now) });
        row.Remove(column);
        if (value is not null)
        {
            row[column] = value;
        }

        await Rows.AddEntityAsync(row);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => _badges.FindAsync(Key, CancellationToken.None));
        Assert.Equal($"The row {row.RowKey}: this version cannot read the column {column}.", error.Message);
    }

    private async Task<List<string>> HistoryAsync() => await Rows
        .QueryAsync<TableEntity>(row => row.RowKey.CompareTo("history:") >= 0 && row.RowKey.CompareTo("history;") < 0)
        .Select(row => row.GetString("What")).ToListAsync();
}
