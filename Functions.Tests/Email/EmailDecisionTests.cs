using BadgeFunctions.Functions.Email;

namespace BadgeFunctions.Functions.Tests.Email;

public sealed class EmailDecisionTests
{
    private static readonly TimeSpan LookUpAfter = TimeSpan.FromMinutes(5);

    [Fact]
    public void What_was_never_tried_is_sent() => Assert.Equal(EmailAction.Send, EmailDecision.Next(null, A.Now, LookUpAfter));

    [Theory]
    [InlineData("NotSent", 0, "Send")]
    [InlineData("Sent", 60, "Nothing")]
    [InlineData("Unconfirmed", 60, "Nothing")]
    [InlineData("Sending", 4, "Wait")]
    [InlineData("Sending", 5, "LookUp")]
    public void What_was_tried_is_sent_again_only_when_it_was_not_sent(string state, int minutesAgo, string expected)
    {
        var known = new EmailDelivery("badge", "claim", Enum.Parse<EmailDeliveryState>(state), A.Now.AddMinutes(-minutesAgo));

        Assert.Equal(expected, EmailDecision.Next(known, A.Now, LookUpAfter).ToString());
    }
}
