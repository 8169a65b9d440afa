using System.Globalization;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using BadgeFunctions.Sandbox.Certification;

namespace BadgeFunctions.Sandbox.Journey;

/// <summary>The whole journey by itself, over real HTTP: from the award to the acceptance in Table storage.</summary>
internal sealed partial class BadgeJourneyRun(SandboxApplication sandbox, string tables, Action<string> say)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private int _step;

    /// <returns>Whether Table storage has the badge as accepted.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        // An address of its own: in a world that has been running, the sample member may have an account and this badge.
        var unique = Guid.NewGuid().ToString("N")[..8];
        var achievement = Achievement.Sample() with
        {
            Member = new AwardedMember { Id = $"m-{unique}", Email = $"maria.rossi+{unique}@example.org" },
        };
        var badgeId = await AwardAsync(achievement, cancellationToken);
        var mail = await sandbox.Mailbox.WaitForAsync(mail => mail.ToAddress == achievement.Member.Email, Patience);
        Say($"E-mail to {mail.ToAddress}: \"{mail.Subject}\"");

        using var browser = new MemberBrowser();
        await browser.OpenAsync(new Uri(ClaimLink().Match(mail.Text).Value), cancellationToken);
        Say($"Claim link opened: \"{browser.Page.Title}\"");
        await browser.PressAsync("CLAIM BADGE", cancellationToken);
        Say($"CLAIM BADGE: {browser.Page.QuerySelector("#dialog-text")?.TextContent}");
        await browser.PressAsync("GO TO CREDLY", cancellationToken);
        Say($"GO TO CREDLY: sent on to {browser.Address.GetLeftPart(UriPartial.Path)}");
        await browser.PressAsync(
            "Create Account",
            cancellationToken,
            ("first", achievement.Member.GivenName),
            ("last", achievement.Member.FamilyName),
            ("password", $"pw-{unique}"),
            ("terms", "yes"));
        Say($"Credly account created for {achievement.Member.Email}");
        await browser.PressAsync("Accept Badge", cancellationToken);
        Say("Badge accepted on Credly");
        return await ShowRowAsync(achievement.Member.Id, badgeId, cancellationToken);
    }

    private async Task<string> AwardAsync(Achievement achievement, CancellationToken cancellationToken)
    {
        var sent = await sandbox.Certification.AwardAsync(achievement, cancellationToken: cancellationToken);
        Say($"Webhook achievement.awarded ({achievement.TemplateCode}): {sent.Status} {sent.Answer}");
        return sent.BadgeId ?? throw new InvalidOperationException("The app did not take the award.");
    }

    private async Task<bool> ShowRowAsync(string memberId, string badgeId, CancellationToken cancellationToken)
    {
        var badges = new TableClient(tables, "Badges");
        var started = TimeProvider.System.GetTimestamp();
        TableEntity row;
        do
        {
            await Task.Delay(Interval, cancellationToken);
            row = await badges.GetEntityAsync<TableEntity>(memberId, $"badge:{badgeId}", cancellationToken: cancellationToken);
        }
        while (row.GetString("State") != "Accepted" && TimeProvider.System.GetElapsedTime(started) < Patience);

        Say("Table storage, Badges:");
        foreach (var (name, value) in row.Where(column => column.Key != "odata.etag" && column.Value is not null))
        {
            say(string.Create(CultureInfo.InvariantCulture, $"     {name,-22} {value}"));
        }

        return row.GetString("State") == "Accepted";
    }

    private void Say(string text) => say(string.Create(CultureInfo.InvariantCulture, $"{++_step,3}. {text}"));

    [GeneratedRegex(@"https?://\S+/claim/\S+")]
    private static partial Regex ClaimLink();
}
