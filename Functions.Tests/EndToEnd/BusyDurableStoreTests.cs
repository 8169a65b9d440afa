using System.Net;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Journey;
using Microsoft.Data.Sqlite;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>The durable store takes nothing: its database is locked.</summary>
public sealed class BusyDurableStoreTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_webhook_is_to_be_sent_again_and_is_one_badge_then()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        HttpRequestMessage Webhook() => app.Sandbox.Certification.Sign(app.Sandbox.Certification.BodyOf(achievement), "msg_award");
        using (Lock(app))
        {
            var started = TimeProvider.System.GetTimestamp();
            using var answer = await app.Client.SendAsync(Webhook());

            Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (answer.StatusCode, answer.Headers.RetryAfter?.Delta > TimeSpan.Zero));
            Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, Longest);
        }

        using var again = await app.Client.SendAsync(Webhook());

        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        await app.MailAsync(_ => true);
        Assert.Single(app.Sandbox.Credly.Badges);
        Assert.Single(app.Sandbox.Mailbox.Mails);
    }

    [Fact]
    public async Task A_member_claims_their_badge_all_the_same()
    {
        await using var app = await BadgeApplication.StartAsync();
        var (_, link) = await app.AwardAndMailAsync();
        using var member = new MemberBrowser();
        await member.OpenAsync(link, CancellationToken.None);
        using var locked = Lock(app);
        var started = TimeProvider.System.GetTimestamp();

        await member.PressAsync("CLAIM BADGE", CancellationToken.None);

        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, Longest);
        await member.PressAsync("GO TO CREDLY", CancellationToken.None);
    }

    private static SqliteConnection Lock(BadgeApplication app)
    {
        var connection = new SqliteConnection($"Data Source={app.DatabasePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        return connection;
    }
}
