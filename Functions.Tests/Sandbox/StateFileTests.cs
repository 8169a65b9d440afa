using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using BadgeFunctions.Functions.Tests.EndToEnd;
using BadgeFunctions.Sandbox.Credly;
using BadgeFunctions.Sandbox.Inbox;
using BadgeFunctions.Sandbox.State;

namespace BadgeFunctions.Functions.Tests.Sandbox;

public sealed class StateFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => Path.Combine(_folder.Path, "stand-ins.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_changed_and_removed_is_so_after_a_restart_in_the_order_it_came()
    {
        using (var state = Open())
        {
            var numbers = state.Open<string, int>("numbers");
            numbers["b"] = 1;
            numbers["a"] = 2;
            numbers["c"] = 3;
            numbers["b"] = 4;
            numbers.Remove("a", out _);
            state.Open<string, string?>("words")["b"] = null;
        }

        using var again = Open();

        Assert.Equal([4, 3], again.Open<string, int>("numbers").Values);
        Assert.Equal([null], again.Open<string, string?>("words").Values);
        Assert.Equal(3, File.ReadAllLines(FilePath).Length);
    }

    [Fact]
    public void A_change_of_what_is_there_from_the_start_wins_over_it()
    {
        var initial = new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 };
        using (var state = Open())
        {
            state.Open("numbers", initial)["a"] = 3;
        }

        using var again = Open();

        Assert.Equal([3, 2], again.Open("numbers", initial).Values);
    }

    [Fact]
    public void A_line_that_a_kill_cut_off_is_passed_over()
    {
        using (var state = Open())
        {
            state.Open<string, int>("numbers")["a"] = 1;
        }

        File.AppendAllText(FilePath, """{"In":"numbers","Key":"b","Val""");

        using var again = Open();

        Assert.Equal([1], again.Open<string, int>("numbers").Values);
    }

    [Fact]
    public async Task The_stand_ins_know_mails_badges_and_accounts_after_a_restart()
    {
        CredlyBadge badge;
        CredlyAccount account;
        Mail mail;
        await using (var before = await StandIns.StartAsync(dataFolder: _folder.Path))
        {
            await before.IssueAsync(new(StandIns.Order()) { ["suppress_badge_notification_email"] = false });
            await before.PostAsync(
                "credly/register",
                ("first", "Maria"), ("last", "Rossi"), ("email", "maria.rossi@example.org"), ("password", "correct horse"), ("terms", "yes"));
            badge = Assert.Single(before.Sandbox.Credly.Badges);
            account = before.Sandbox.Credly.AccountOf("maria.rossi@example.org")!;
            mail = Assert.Single(before.Sandbox.Mailbox.Mails);
        }

        await using var after = await StandIns.StartAsync(dataFolder: _folder.Path);

        Assert.Equivalent(badge, Assert.Single(after.Sandbox.Credly.Badges), strict: true);
        Assert.Equivalent(account, after.Sandbox.Credly.Account(account.Id), strict: true);
        Assert.Equivalent(mail, Assert.Single(after.Sandbox.Mailbox.Mails), strict: true);
        Assert.Single(after.Sandbox.Credly.Events);
    }

    private StateFile Open() => new(TestSettings.Sandbox with { DataFolder = _folder.Path });
}
