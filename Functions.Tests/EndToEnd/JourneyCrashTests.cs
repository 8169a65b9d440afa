using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>The app stops before and after each write of a journey: what is on disk then is of one piece, and leads to an accepted badge.</summary>
public sealed class JourneyCrashTests
{
    // The award is recorded, issued and mailed, claimed, gone on with, told of by SendGrid and Credly, and synced.
    private const int Writes = 11;

    public static TheoryData<int, bool> Stops
    {
        get
        {
            var stops = new TheoryData<int, bool>();
            for (var write = 1; write <= Writes; write++)
            {
                stops.Add(write, true);
                stops.Add(write, false);
            }

            return stops;
        }
    }

    [Theory]
    [MemberData(nameof(Stops))]
    public async Task A_badge_is_accepted_in_the_end_and_its_rows_agree_at_each_stop(int write, bool isBefore)
    {
        await using var app = await BadgeApplication.StartAsync();
        var (count, stopped) = (0, new List<string>());
        Func<string, Task> stop = _ => Interlocked.Increment(ref count) == write ? throw new IOException("The app stops here.") : Task.CompletedTask;
        (app.TableCalls.BeforeWrite, app.TableCalls.AfterWrite) = (isBefore ? stop : null, isBefore ? null : stop);

        var badge = await app.AwardAsync();
        await app.AdvanceUntilAsync(TimeSpan.FromSeconds(1), async () => await AgreesAsync(app, badge) is { State: BadgeState.Pending } && app.Sandbox.Mailbox.Mails.Count > 0);
        var link = BadgeApplication.LinkIn(app.Sandbox.Mailbox.Mails[0], "/claim/");
        while (await Record.ExceptionAsync(() => BadgeApplication.AcceptAsync(link)) is not null && stopped.Count < 2)
        {
            // A page that failed is pressed again.
            stopped.Add(link.AbsolutePath);
        }

        await app.AdvanceUntilAsync(TimeSpan.FromSeconds(5), async () => await AgreesAsync(app, badge) is { State: BadgeState.Accepted });
        Assert.True(count >= write, $"The journey has only {count} writes.");
        Assert.Single(app.Sandbox.Credly.Badges);
        Assert.InRange(app.Sandbox.Mailbox.Mails.Count, 1, 2);
    }

    // The newest entry of the history says what the badge says, and an e-mail that was sent has its entry.
    private static async Task<Badge?> AgreesAsync(BadgeApplication app, BadgeKey key)
    {
        var rows = await app.Tables.GetTableClient(BadgeStore.Table).QueryAsync<TableEntity>(row => row.PartitionKey == key.MemberId).ToListAsync();
        if (BadgeEntity.ReadAll(rows, error => throw error) is not [var badge])
        {
            Assert.DoesNotContain(rows, row => row.RowKey.StartsWith("history:", StringComparison.Ordinal));
            return null;
        }

        var history = rows.Where(row => row.RowKey.StartsWith("history:", StringComparison.Ordinal)).ToList();
        Assert.Contains(history, entry => entry.GetString("State") == badge.State.ToString());
        Assert.Equal(
            badge.Mails.GetValueOrDefault(BadgeMail.Claim)?.MessageId is not null,
            history.Any(entry => entry.GetString("What") == $"Emailed {BadgeMail.Claim}"));
        return badge;
    }
}
