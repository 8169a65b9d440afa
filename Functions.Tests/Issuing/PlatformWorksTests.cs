using System.Globalization;
using System.Text.Json;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Issuing;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.Issuing;

public sealed class PlatformWorksTests
{
    [Theory]
    [InlineData(BadgeState.Pending, 1, 1, "None")]
    [InlineData(BadgeState.Pending, 2, 1, "Replace")]
    [InlineData(BadgeState.TokenIssued, 2, 1, "Replace")]
    [InlineData(BadgeState.Redirected, 2, 1, "Replace")]
    [InlineData(BadgeState.Accepted, 2, 1, "Replace")]
    [InlineData(BadgeState.Accepted, 2, 2, "None")]
    [InlineData(BadgeState.Declined, 2, 1, "None")]
    [InlineData(BadgeState.Lapsed, 2, 1, "None")]
    [InlineData(BadgeState.Revoked, 1, 1, "Revoke")]
    [InlineData(BadgeState.Revoked, 2, 1, "Revoke")]
    public void What_the_platform_does_not_show_yet_is_sent_where_the_badge_is_alive(BadgeState state, int revision, int shown, string expected) =>
        Assert.Equal(expected, WorkOf(A.Badge(state) with { Revision = revision, Platform = A.Badge().Platform! with { Revision = shown } }));

    [Theory]
    [InlineData(BadgeState.Issuing, 1, null, "None")]
    [InlineData(BadgeState.Issuing, 2, null, "None")]
    [InlineData(BadgeState.Issuing, 2, 1, "Wait")]
    [InlineData(BadgeState.Issuing, 2, 2, "None")]
    [InlineData(BadgeState.Revoked, 1, null, "None")]
    [InlineData(BadgeState.Revoked, 1, 1, "Revoke")]
    public void Before_the_badge_is_known_there_what_was_tried_decides(BadgeState state, int revision, int? tried, string expected) =>
        Assert.Equal(expected, WorkOf(A.Badge(state) with { Platform = null, Revision = revision, Attempt = Tried(tried) }));

    [Theory]
    [InlineData("2021-04-25", true, "None")]
    [InlineData("2021-04-26", true, "Replace")]
    [InlineData(null, true, "Replace")]
    [InlineData("2021-04-25", false, "None")]
    [InlineData("2021-04-26", false, "Issue")]
    [InlineData(null, false, "Issue")]
    public void An_expired_badge_is_sent_once_it_is_valid_again(string? lastDay, bool isIssued, string expected) =>
        Assert.Equal(expected, WorkOf(A.Badge(BadgeState.Expired) with
        {
            Revision = 2,
            ExpiresOn = lastDay is null ? null : DateOnly.Parse(lastDay, CultureInfo.InvariantCulture),
            Platform = isIssued ? A.Badge().Platform : null,
            Attempt = Tried(1),
        }));

    [Fact]
    public void What_was_revoked_there_is_done()
    {
        var revoked = A.Badge(BadgeState.Revoked) with { Platform = A.Badge().Platform! with { State = PlatformState.Revoked } };

        Assert.Equal("None", WorkOf(revoked));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void An_answer_is_missing_while_more_was_sent_than_is_shown(int? tried, bool expected) =>
        Assert.Equal(expected, PlatformWorks.IsAnswerMissing(A.Badge() with { Revision = 3, Attempt = Tried(tried) }));

    [Fact]
    public void Nobody_else_tries_while_an_activity_may_still_run()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryFolder.Root, "host.json")));
        var longest = TimeSpan.Parse(host.RootElement.GetProperty("functionTimeout").GetString()!, CultureInfo.InvariantCulture);

        Assert.True(PlatformWorks.Begin(A.Badge(), A.Now).Attempt!.BusyUntil > A.Now + longest);
    }

    private static string WorkOf(Badge badge) => PlatformWorks.Of(badge, A.Now).ToString();

    private static PlatformAttempt? Tried(int? revision) => revision is { } sent ? new PlatformAttempt(A.Now, sent, null) : null;
}
