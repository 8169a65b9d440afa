using System.Net;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Credly;
using BadgeFunctions.Sandbox.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Credly;

/// <summary>
/// What the certification system or the office says while Credly, or SendGrid, is being asked counts as soon as that call is over. It waits for no
/// pause: the clock stands still.
/// </summary>
public sealed class ChangeDuringCallTests : IAsyncLifetime
{
    private const string Reason = "By mistake";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly Call Issue = new("Credly: issue a badge", What("Recorded"), What(nameof(BadgeStep.IssueBadge)));
    private static readonly Call Replace = new("Credly: replace a badge", What("PlatformTried"), What(nameof(BadgeStep.UpdatePlatform)));
    private static readonly Call Mail = new("SendGrid: send an e-mail", nameof(BadgeMailState.Sending), What($"Emailed {BadgeMail.Claim}"));

    private BadgeApplication _app = null!;
    private DateTimeOffset _started;
    private Fault _call = new(FaultKind.HoldCall);

    /// <summary>What the certification system or the office says.</summary>
    public enum Change
    {
        Revoked,
        Corrected,
        Renewed,
        Moved,
        Retried,
    }

    /// <summary>When it says so.</summary>
    public enum Moment
    {
        BeforeTheCall,
        BeforeItIsCarriedOut,
        BeforeItIsAnswered,
        BeforeTheAnswerIsSaved,
        OnceTheAnswerIsSaved,
    }

    public static TheoryData<Change, Moment, bool> Changes => Cases(
        from moment in Enum.GetValues<Moment>() from isAccepted in (bool[])[false, true] select (moment, isAccepted));

    public static TheoryData<Change, FaultKind, int> Failures => Cases(
        [(FaultKind.Answer, 422), (FaultKind.Drop, 0), (FaultKind.DropAnswer, 0)]);

    private Achievement Awarded { get; } = Achievement.Sample() with { ExpiresOn = "2031-12-31" };

    private Achievement Renewed => Awarded with { ExpiresOn = "2035-12-31" };

    public async Task InitializeAsync()
    {
        _app = await BadgeApplication.StartAsync();
        _started = _app.Clock.GetUtcNow();
        // Nobody else tells a workflow to look.
        _app.Sandbox.CredlyWebhooks.Deliver = false;
        _app.Sandbox.SendGridEvents.Deliver = false;
    }

    public async Task DisposeAsync()
    {
        _call.Release();
        await _app.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_change_while_a_badge_is_issued_counts_as_soon_as_that_is_over(Change change, Moment moment, bool acceptsByItself)
    {
        if (acceptsByItself)
        {
            var member = _app.Sandbox.Credly.CreateAccount("Maria", "Rossi", Awarded.Member.Email, "correct horse");
            _app.Sandbox.Credly.Save(member with { AutoAccept = true });
        }

        Hold(Issue, moment);
        var badge = await _app.AwardAsync(Awarded);
        var isAccepted = await SayAsync(change, badge, Awarded) || acceptsByItself;

        var row = await AssertShownAsync(change, badge, Awarded, isAccepted);
        // The e-mail that goes out first tells of the badge as it is by then; what is changed afterwards is told in another.
        var first = row.Mails.GetValueOrDefault(isAccepted ? BadgeMail.Accepted : BadgeMail.Claim);
        AssertMailed((change, isAccepted) switch
        {
            (Change.Revoked, true) when moment is Moment.OnceTheAnswerIsSaved => first is null ? [BadgeMail.Revoked] : [BadgeMail.Accepted, BadgeMail.Revoked],
            (Change.Revoked, _) => [],
            (_, true) => first?.Revision < row.Revision ? [BadgeMail.Accepted, BadgeMail.Update(row.Revision)] : [BadgeMail.Accepted],
            _ => [BadgeMail.Claim],
        });
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_change_while_a_badge_is_replaced_counts_as_soon_as_that_is_over(Change change, Moment moment, bool isAccepted)
    {
        var badge = await IssuedAsync(isAccepted);
        Hold(Replace, moment);
        await TellAsync(CertificationNews.Renewed(Awarded.AchievementId, Renewed.ExpiresOn));
        isAccepted |= await SayAsync(change, badge, Renewed);

        var row = await AssertShownAsync(change, badge, Renewed, isAccepted);
        AssertMailed([BadgeMail.Claim, change is Change.Revoked ? BadgeMail.Revoked : BadgeMail.Update(row.Revision)]);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_change_while_a_badge_cannot_be_issued_does_not_wait_until_that_is_tried_again(Change change, FaultKind kind, int status)
    {
        Hold(Issue, Moment.BeforeTheCall);
        _app.Sandbox.Faults.Add(Issue.Target, new Fault(kind, status));
        var badge = await _app.AwardAsync(Awarded);
        await SayAsync(change, badge, Awarded);

        await AssertShownAsync(change, badge, Awarded, isAccepted: false);
        AssertMailed(change is Change.Revoked ? [] : [BadgeMail.Claim]);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_change_while_a_badge_cannot_be_replaced_does_not_wait_until_that_is_tried_again(Change change, FaultKind kind, int status)
    {
        var badge = await IssuedAsync(isAccepted: false);
        Hold(Replace, Moment.BeforeTheCall);
        _app.Sandbox.Faults.Add(Replace.Target, new Fault(kind, status));
        await TellAsync(CertificationNews.Renewed(Awarded.AchievementId, Renewed.ExpiresOn));
        var isAccepted = await SayAsync(change, badge, Renewed);

        var row = await AssertShownAsync(change, badge, Renewed, isAccepted);
        AssertMailed([BadgeMail.Claim, change is Change.Revoked ? BadgeMail.Revoked : BadgeMail.Update(row.Revision)]);
    }

    [Theory]
    [InlineData(Moment.BeforeTheCall)]
    [InlineData(Moment.BeforeItIsCarriedOut)]
    [InlineData(Moment.BeforeItIsAnswered)]
    [InlineData(Moment.BeforeTheAnswerIsSaved)]
    [InlineData(Moment.OnceTheAnswerIsSaved)]
    public async Task A_revocation_while_the_claim_link_is_mailed_counts_and_is_mailed_after_it(Moment moment)
    {
        Hold(Mail, moment);
        var badge = await _app.AwardAsync(Awarded);
        await SayAsync(Change.Revoked, badge, Awarded);

        await AssertShownAsync(Change.Revoked, badge, Awarded, isAccepted: false);
        AssertMailed([BadgeMail.Claim, BadgeMail.Revoked]);
    }

    [Fact]
    public async Task A_revocation_while_an_e_mail_is_lost_does_not_wait_until_that_is_sent_again()
    {
        Hold(Mail, Moment.BeforeTheCall);
        _app.Sandbox.Faults.Add(Mail.Target, new Fault(FaultKind.Drop));
        var badge = await _app.AwardAsync(Awarded);
        await SayAsync(Change.Revoked, badge, Awarded);

        await _app.BadgeAsync(badge, row => row is { State: BadgeState.Revoked, Platform.State: PlatformState.Revoked, Problem.Step: BadgeStep.EmailMember });
        Assert.Equal(CredlyBadgeState.Revoked, Assert.Single(_app.Sandbox.Credly.Badges).State);
        Assert.Equal(_started, _app.Clock.GetUtcNow());
    }

    private static TheoryData<Change, T1, T2> Cases<T1, T2>(IEnumerable<(T1, T2)> ofEach)
    {
        var cases = new TheoryData<Change, T1, T2>();
        foreach (var (change, one) in from change in Enum.GetValues<Change>() from one in ofEach select (change, one))
        {
            cases.Add(change, one.Item1, one.Item2);
        }

        return cases;
    }

    // An entry of the badge's history on its way to storage.
    private static string What(string happened) => $"\"What\":\"{happened}\"";

    private void Hold(Call call, Moment moment)
    {
        _call = new Fault(moment is Moment.BeforeItIsCarriedOut ? FaultKind.HoldCall : FaultKind.HoldAnswer);
        switch (moment)
        {
            case Moment.BeforeTheCall:
                _app.TableCalls.AfterFirst(write => write.Contains(call.Begun, StringComparison.Ordinal), _call.HoldAsync);
                break;
            case Moment.BeforeTheAnswerIsSaved:
                _app.TableCalls.BeforeFirst(write => write.Contains(call.Answered, StringComparison.Ordinal), _call.HoldAsync);
                break;
            case Moment.OnceTheAnswerIsSaved:
                _app.TableCalls.AfterFirst(write => write.Contains(call.Answered, StringComparison.Ordinal), _call.HoldAsync);
                break;
            default:
                _app.Sandbox.Faults.Add(call.Target, _call);
                break;
        }
    }

    /// <summary>Says it while the call is held, and lets that go.</summary>
    /// <returns>Whether the member has accepted meanwhile.</returns>
    private async Task<bool> SayAsync(Change change, BadgeKey badge, Achievement known)
    {
        await _call.Held.WaitAsync(Patience);
        var before = await _app.Badges.GetAsync(badge, CancellationToken.None);
        var after = After(change, known);
        // The office has seen on Credly what nobody has told us.
        var accepted = change is Change.Retried ? _app.Sandbox.Credly.Badges.FirstOrDefault(one => one.State == CredlyBadgeState.Pending) : null;
        _app.Sandbox.Credly.SetState(accepted?.Id ?? Guid.Empty, CredlyBadgeState.Accepted);
        var said = change switch
        {
            Change.Revoked => TellAsync(CertificationNews.Revoked(known.AchievementId, Reason)),
            Change.Corrected => TellAsync(CertificationNews.Corrected(after)),
            Change.Renewed => TellAsync(CertificationNews.Renewed(known.AchievementId, after.ExpiresOn)),
            Change.Moved => TellAsync(CertificationNews.MemberUpdated(after.Member)),
            _ => RetryAsync(badge),
        };
        // Whoever says it of a settled badge watches the very workflow that is held here: then it is enough that the row says it.
        await BadgeApplication.UntilAsync(
            async () => said.IsCompleted
                || (BadgeLifecycle.IsSettled(before.State) && (await _app.Badges.GetAsync(badge, CancellationToken.None)).ETag != before.ETag),
            () => "it was not taken");
        _call.Release();
        await said;
        return accepted is not null;
    }

    private static Achievement After(Change change, Achievement known) => change switch
    {
        Change.Corrected => known with { Member = known.Member with { FamilyName = "Bianchi" } },
        Change.Renewed => known with { ExpiresOn = "2040-12-31" },
        Change.Moved => known with { Member = known.Member with { Email = "maria.bianchi@example.org" } },
        _ => known,
    };

    private async Task TellAsync(CertificationNews news) => Assert.Equal(202, (await _app.Sandbox.Certification.TellAsync(news)).Status);

    private async Task RetryAsync(BadgeKey badge)
    {
        using var retry = await _app.Client.PostAsync($"/api/admin/badges/{badge.BadgeId}/retry?code={TestSettings.OfficeKey}", null);
        Assert.Equal(HttpStatusCode.Accepted, retry.StatusCode);
    }

    private async Task<BadgeKey> IssuedAsync(bool isAccepted)
    {
        var badge = await _app.AwardAsync(Awarded);
        await IdleAsync(badge);
        if (isAccepted)
        {
            _app.Sandbox.Credly.SetState(Assert.Single(_app.Sandbox.Credly.Badges).Id, CredlyBadgeState.Accepted);
            await _app.ReadFromPlatformAsync(badge);
            await _app.Durable.WaitForInstanceCompletionAsync(badge.InstanceId, CancellationToken.None);
        }

        return badge;
    }

    /// <summary>The badge once nothing is under way, or due before the clock moves.</summary>
    private Task<Badge> IdleAsync(BadgeKey badge)
    {
        var claims = _app.Services.GetRequiredService<IOptions<ClaimOptions>>().Value;
        return _app.BadgeAsync(badge, row => BadgeSteps.Next(row, claims, _started).Step is BadgeStep.Wait or BadgeStep.End
            && row.Mails.Values.All(mail => mail.State is not BadgeMailState.Sending));
    }

    private async Task<Badge> AssertShownAsync(Change change, BadgeKey badge, Achievement known, bool isAccepted)
    {
        var row = await IdleAsync(badge);
        Assert.Equal(_started, _app.Clock.GetUtcNow());
        Assert.Empty(row.Problems);
        Assert.Null(row.News);
        if (change is Change.Revoked)
        {
            Assert.Equal((BadgeState.Revoked, Reason), (row.State, row.RevocationReason));
            Assert.All(_app.Sandbox.Credly.Badges, one => Assert.Equal((CredlyBadgeState.Revoked, false), (one.State, one.IsPublic)));
            Assert.Equal(_app.Sandbox.Credly.Badges.Count > 0 ? PlatformState.Revoked : null, row.Platform?.State);
            return row;
        }

        var there = Assert.Single(_app.Sandbox.Credly.Badges, one => one.ReplacedBy is null);
        Assert.Equal((there.Id.ToString(), row.Revision), (row.Platform!.Id, row.Platform.Revision));
        Assert.Equal(
            isAccepted ? (BadgeState.Accepted, CredlyBadgeState.Accepted) : (BadgeState.Pending, CredlyBadgeState.Pending), (row.State, there.State));
        var after = After(change, known);
        // What was accepted stays at the account that accepted it.
        var address = isAccepted ? known.Member.Email : after.Member.Email;
        Assert.Equal(
            (after.Member.FamilyName, address, after.ExpiresOn), (there.LastName, there.RecipientEmail, $"{there.ExpiresAt:yyyy-MM-dd}"));
        return row;
    }

    private void AssertMailed(IEnumerable<string> kinds) => Assert.Equal(kinds, _app.Sandbox.Mailbox.Mails.Select(mail => mail.Categories.Single()));

    /// <summary>A call of another service, and what is written before and after it.</summary>
    private sealed record Call(string Name, string Begun, string Answered)
    {
        public FaultTarget Target => FaultTarget.Find(Name)!;
    }
}
