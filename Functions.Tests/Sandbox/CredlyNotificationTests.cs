using BadgeFunctions.Sandbox.Credly;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary>Credly's own e-mails about what becomes of a badge.</summary>
public sealed class CredlyNotificationTests : IAsyncLifetime
{
    private StandIns _standIns = null!;

    public async Task InitializeAsync() => _standIns = await StandIns.StartAsync();

    public async Task DisposeAsync() => await _standIns.DisposeAsync();

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task A_revocation_is_mailed_with_its_reason_unless_that_is_suppressed(bool isSuppressed, int mails)
    {
        var badge = await _standIns.IssueAsync();

        await _standIns.CredlyAsync(
            HttpMethod.Put,
            $"badges/{badge.GetProperty("id").GetString()}/revoke",
            new { reason = "Not earned", suppress_revoke_notification_email = isSuppressed });

        Assert.Equal(mails, _standIns.Sandbox.Mailbox.Mails.Count(
            mail => mail.ToAddress == "maria.rossi@example.org" && mail.Text.Contains("Not earned", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task A_replacement_is_mailed_with_the_issuer_s_message_unless_that_is_suppressed(bool isSuppressed, int mails)
    {
        var badge = await _standIns.IssueAsync();
        var order = StandIns.Order();
        (order["suppress_badge_notification_email"], order["notification_message"]) = (isSuppressed, "Your name is put right.");

        await _standIns.CredlyAsync(HttpMethod.Post, $"badges/{badge.GetProperty("id").GetString()}/replace", order);

        Assert.Equal(mails, _standIns.Sandbox.Mailbox.Mails.Count(
            mail => mail.Text.StartsWith("Your name is put right.", StringComparison.Ordinal)
                && mail.Text.Contains("/accept", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("on", 1)]
    [InlineData("off", 0)]
    public async Task An_administrator_chooses_whether_the_earner_hears_of_a_revocation(string notify, int mails)
    {
        var badge = await _standIns.IssueAsync();

        await _standIns.PostAsync(
            $"/credly/organization/badges/{badge.GetProperty("id").GetString()}/revoke", ("reason", "By mistake"), ("notify", notify));

        Assert.Equal(CredlyBadgeState.Revoked, Assert.Single(_standIns.Sandbox.Credly.Badges).State);
        Assert.Equal(mails, _standIns.Sandbox.Mailbox.Mails.Count);
    }
}
