using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Hosting;

namespace BadgeFunctions.Functions.Tests.Hosting;

public sealed class AcceptWindowTests
{
    [Theory]
    [InlineData(BadgeState.Issuing, 0, false)]
    [InlineData(BadgeState.Pending, 0, false)]
    [InlineData(BadgeState.TokenIssued, 0, false)]
    [InlineData(BadgeState.Redirected, 0, true)]
    [InlineData(BadgeState.Redirected, 59, true)]
    [InlineData(BadgeState.Redirected, 60, false)]
    [InlineData(BadgeState.Declined, 0, true)]
    [InlineData(BadgeState.Declined, 364 * 24 * 60, true)]
    [InlineData(BadgeState.Declined, 365 * 24 * 60, false)]
    [InlineData(BadgeState.Accepted, 0, false)]
    [InlineData(BadgeState.Revoked, 0, false)]
    [InlineData(BadgeState.Expired, 0, false)]
    [InlineData(BadgeState.Lapsed, 0, false)]
    public void It_is_open_for_an_hour_after_the_member_went_on_and_while_who_rejected_can_change_their_mind(
        BadgeState state, int minutes, bool isOpen) =>
        Assert.Equal(isOpen, AcceptWindow.IsOpen(A.Badge(state), A.Now.AddMinutes(minutes)));
}
