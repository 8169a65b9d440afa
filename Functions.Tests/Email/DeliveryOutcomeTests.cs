using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Email;

namespace BadgeFunctions.Functions.Tests.Email;

public sealed class DeliveryOutcomeTests
{
    private static readonly BadgeMail Sent = new(BadgeMail.Claim, BadgeMailState.Sent, A.Now);
    private static readonly BadgeKey Another = new("m-1001", new string('a', 32));

    private static readonly SendGridEvent Late = new("bounce", null, null, "bounce", "550 no")
    {
        Address = "maria.rossi@example.org",
        Timestamp = A.Now.AddDays(2).ToUnixTimeSeconds(),
    };

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
    [InlineData("Sent", "deferred", "Sent")]
    [InlineData("Sending", "deferred", "Sent")]
    [InlineData("Delivered", "deferred", null)]
    [InlineData("Bounced", "deferred", null)]
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
    [InlineData("bounce", null, true)]
    [InlineData("dropped", "", true)]
    [InlineData("bounce", "1-claim", false)]
    [InlineData("open", null, false)]
    [InlineData("delivered", null, false)]
    public void A_bounce_without_our_id_is_a_late_one(string happened, string? deliveryId, bool isLate) =>
        Assert.Equal(isLate, DeliveryOutcome.IsLate(Late with { Event = happened, DeliveryId = deliveryId }));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("maria")]
    [InlineData("\ufffe@example.org")]
    public void A_bounce_without_an_address_leads_nowhere(string? address) => Assert.False(DeliveryOutcome.IsLate(Late with { Address = address }));

    [Theory]
    [InlineData("abc", "abc.recvd-5f54b5d587-pczjm-1-67BADEEA-6.0", true)]
    [InlineData("abc", "abc", true)]
    [InlineData("14c5d75ce93.dfd.64b469", "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0", true)]
    [InlineData("abc", "abcd.recvd", false)]
    [InlineData("abc", "recvd.abc", false)]
    [InlineData("", "abc.recvd", false)]
    [InlineData(null, "abc.recvd", false)]
    public void The_id_of_a_late_bounce_begins_with_the_message_s(string? known, string told, bool isFound)
    {
        var older = A.Badge().With(Sent with { MessageId = known });
        var newer = (A.Badge() with { Key = Another }).With(Sent with { AttemptedAt = A.Now.AddDays(1), MessageId = "another" });

        Assert.Equal(isFound ? (A.Badge().Key, BadgeMail.Claim) : null, DeliveryOutcome.FindMail([newer, older], Late with { MessageId = told }));
    }

    [Fact]
    public void Without_an_id_a_late_bounce_is_about_the_last_e_mail_to_the_address()
    {
        var reminded = A.Badge().With(Sent with { Kind = BadgeMail.Reminder(1), AttemptedAt = A.Now.AddDays(1) });
        var other = A.Badge() with { Key = Another };

        Assert.Equal((reminded.Key, BadgeMail.Reminder(1)), DeliveryOutcome.FindMail([other, reminded, other], Late with { Address = "Maria.ROSSI@example.org" }));
        Assert.Equal((reminded.Key, BadgeMail.Claim), DeliveryOutcome.FindMail([reminded], Late with { Timestamp = A.Now.AddHours(1).ToUnixTimeSeconds() }));
    }

    [Fact]
    public void Without_an_id_a_late_bounce_counts_only_where_the_address_is_gone_and_was_written_to_before()
    {
        var badge = A.Badge();

        Assert.NotNull(DeliveryOutcome.FindMail([badge], Late));
        Assert.Null(DeliveryOutcome.FindMail([], Late));
        Assert.Null(DeliveryOutcome.FindMail([badge], Late with { Type = "blocked" }));
        Assert.Null(DeliveryOutcome.FindMail([badge], Late with { Type = null }));
        Assert.Null(DeliveryOutcome.FindMail([badge], Late with { Timestamp = A.Now.AddSeconds(-1).ToUnixTimeSeconds() }));
        Assert.Null(DeliveryOutcome.FindMail([badge], Late with { Timestamp = null }));
        Assert.Null(DeliveryOutcome.FindMail([badge], Late with { Address = "another@example.org" }));
        Assert.Null(DeliveryOutcome.FindMail([badge with { Revision = 2 }], Late));
    }

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
