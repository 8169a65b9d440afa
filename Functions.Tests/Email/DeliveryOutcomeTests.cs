using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Email;

namespace BadgeFunctions.Functions.Tests.Email;

public sealed class DeliveryOutcomeTests
{
    private static readonly BadgeMail Sent = new(BadgeMail.Claim, BadgeMailState.Sent, A.Now);

    // Enums of the app are internal, so they travel as text.
    [Theory]
    [InlineData("Sent", "delivered", "Delivered")]
    [InlineData("Sending", "delivered", "Delivered")]
    [InlineData("Sending", "processed", "Sent")]
    [InlineData("NotSent", "processed", "Sent")]
    [InlineData("Delivered", "processed", null)]
    [InlineData("Delivered", "delivered", null)]
    [InlineData("Sent", "bounce", "Bounced")]
    [InlineData("Sent", "dropped", "Bounced")]
    [InlineData("Delivered", "bounce", "Bounced")]
    [InlineData("Bounced", "bounce", null)]
    [InlineData("Bounced", "delivered", null)]
    [InlineData("Sent", "processed", null)]
    [InlineData("Sent", "deferred", null)]
    [InlineData("Sent", "an event of the future", null)]
    [InlineData("Sent", null, null)]
    public void Events_only_ever_add_to_what_is_known(string before, string? happened, string? after)
    {
        var known = Sent with { State = Enum.Parse<BadgeMailState>(before) };

        Assert.Equal(after, DeliveryOutcome.After(known, new SendGridEvent(happened, null, null, null, "550 no"), A.Now)?.State.ToString());
    }

    [Fact]
    public void A_bounce_keeps_its_reason_and_not_all_of_a_long_one()
    {
        var bounced = DeliveryOutcome.After(Sent, new SendGridEvent("bounce", null, null, "bounce", new string('5', 10_000)), A.Now.AddDays(1));

        Assert.Equal(500, bounced!.Reason!.Length);
        Assert.Equal(new MailBounce("bounce", A.Now.AddDays(1)), bounced.Bounce);
    }

    [Theory]
    [InlineData("bounce", "bounce", "bounce")]
    [InlineData("bounce", "blocked", "blocked")]
    [InlineData("bounce", null, "bounce")]
    [InlineData("dropped", null, "dropped")]
    public void Bounces_are_told_apart(string happened, string? type, string kind) =>
        Assert.Equal(kind, DeliveryOutcome.KindOf(new SendGridEvent(happened, null, null, type, null)));

    [Theory]
    [InlineData("2d88ce178815a297fafa7ef6eaa618d4-claim", "claim")]
    [InlineData("2d88ce178815a297fafa7ef6eaa618d4-reminder-2", "reminder-2")]
    public void A_delivery_id_is_read_back(string id, string kind)
    {
        Assert.Equal((id[..32], kind), BadgeMail.ReadDeliveryId(id));
        Assert.Equal(id, BadgeMail.DeliveryIdOf(id[..32], kind));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("claim")]
    [InlineData("2d88ce178815a297fafa7ef6eaa618d4")]
    [InlineData("2d88ce178815a297fafa7ef6eaa618d4-")]
    [InlineData("2d88ce178815a297fafa7ef6eaa618d4-a/b")]
    [InlineData("sign-in-2d88ce178815a297fafa7ef6eaa618d4")]
    public void What_is_no_delivery_id_is_not_read(string? id) => Assert.Null(BadgeMail.ReadDeliveryId(id));
}
