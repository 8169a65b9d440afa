using System.Text;
using BadgeFunctions.Functions.Badges;
using Xunit.Abstractions;

namespace BadgeFunctions.Functions.Tests.Badges;

public sealed class BadgeLifecycleTests(ITestOutputHelper output)
{
    [Fact]
    public void The_documented_table_is_the_one_that_the_code_has()
    {
        output.WriteLine(Table());
        var document = File.ReadAllText(RepositoryFile("docs/badge-lifecycle.md"));

        Assert.Contains(Table(), document, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BadgeState.Revoked)]
    [InlineData(BadgeState.Expired)]
    public void A_withdrawn_badge_is_never_accepted(BadgeState state) =>
        Assert.Null(BadgeLifecycle.Next(state, BadgeEvent.AcceptedOnPlatform));

    [Fact]
    public void A_badge_that_was_declined_can_still_be_accepted() =>
        Assert.Equal(BadgeState.Accepted, BadgeLifecycle.Next(BadgeState.Declined, BadgeEvent.AcceptedOnPlatform));

    [Fact]
    public void Every_state_but_revoked_can_be_revoked()
    {
        foreach (var state in Enum.GetValues<BadgeState>().Where(state => state is not BadgeState.Revoked))
        {
            Assert.Equal(BadgeState.Revoked, BadgeLifecycle.Next(state, BadgeEvent.Revoked));
        }
    }

    [Fact]
    public void Leaving_the_token_state_drops_the_token()
    {
        var badge = A.Badge(BadgeState.TokenIssued) with { Token = new LiveToken("digest", A.Now) };

        Assert.Null(badge.After(BadgeEvent.TokenRedeemed, A.Now)!.Token);
    }

    private static string Table()
    {
        var table = new StringBuilder("| state | ");
        var events = Enum.GetValues<BadgeEvent>();
        table.AppendJoin(" | ", events).Append(" |\n|").Insert(table.Length, " --- |", events.Length + 1).Append('\n');
        foreach (var state in Enum.GetValues<BadgeState>())
        {
            var cells = events.Select(happened => BadgeLifecycle.Next(state, happened)?.ToString() ?? "");
            table.Append("| ").Append(state).Append(" | ").AppendJoin(" | ", cells).Append(" |\n");
        }

        return table.ToString();
    }

    private static string RepositoryFile(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "BadgeFunctions.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, path);
    }
}
