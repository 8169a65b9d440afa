using System.Text;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.Certification;
using BadgeFunctions.Functions.Badges;
using static BadgeFunctions.Functions.Tests.Certification.ToldPayload;

namespace BadgeFunctions.Functions.Tests.Certification;

public sealed class CertificationPayloadTests
{
    [Fact]
    public void The_booklet_s_award_is_read()
    {
        var reading = Read(Body());

        Assert.Empty(reading.Errors);
        Assert.Equal(A.Award() with { Evidence = new Uri("https://example.org/evidence/1") }, reading.Event?.Award);
    }

    [Theory]
    [InlineData("data.achievementId", "is missing")]
    [InlineData("data.templateCode", "is missing")]
    [InlineData("data.category", "is missing")]
    [InlineData("data.member", "is missing")]
    [InlineData("data.member.id", "is missing")]
    [InlineData("data.member.email", "is missing")]
    [InlineData("data.awardedOn", "is missing")]
    public void A_missing_field_is_named(string field, string reason)
    {
        var body = Body();
        ParentOf(body, field).Remove(field.Split('.')[^1]);

        AssertRefused(body, field, reason);
    }

    [Theory]
    [InlineData("data.achievementId", "", "is empty")]
    [InlineData("data.member.givenName", "Ma\r\nBcc: x", "has a control character")]
    [InlineData("data.member.givenName", "Ma\u0000ria", "has a control character")]
    [InlineData("data.member.familyName", " Rossi", "has white space")]
    [InlineData("data.member.email", "maria", "is not an e-mail address")]
    [InlineData("data.member.email", "maria@localhost", "is not an e-mail address")]
    [InlineData("data.member.email", "Maria <maria@example.org>", "is not an e-mail address")]
    [InlineData("data.member.email", "a@example.org,b@example.org", "is not an e-mail address")]
    [InlineData("data.member.email", "maria@[192.0.2.1]", "is not an e-mail address")]
    [InlineData("data.member.email", "ma\u200Bria@example.org", "is not an e-mail address")]
    [InlineData("data.member.id", "m\u00071", "has a control character")]
    [InlineData("data.member.givenName", "\u200B", "has nothing visible")]
    [InlineData("data.member.familyName", "\u2800\u3164\u200D", "has nothing visible")]
    [InlineData("data.templateCode", "Best Practice", "is not lower-case")]
    [InlineData("data.category", "Event", "is none of course-and-programme, certificate, event, award")]
    [InlineData("data.awardedOn", "2021-02-30", "is not a date")]
    [InlineData("data.awardedOn", "26.4.2021", "is not a date")]
    [InlineData("data.awardedOn", "2021-04-29", "is in the future")]
    [InlineData("data.expiresOn", "2021-04-26", "is not after awardedOn")]
    [InlineData("data.expiresOn", "never", "is not a date")]
    [InlineData("data.evidence", "javascript:alert(1)", "is not an absolute https address")]
    [InlineData("data.evidence", "/relative", "is not an absolute https address")]
    public void A_bad_value_is_named_with_the_reason(string field, string value, string reason)
    {
        var body = Body();
        ParentOf(body, field)[field.Split('.')[^1]] = value;

        AssertRefused(body, field, reason);
    }

    [Theory]
    [InlineData("data.achievementId", 257)]
    [InlineData("data.member.givenName", 101)]
    [InlineData("data.member.familyName", 101)]
    public void A_text_that_is_too_long_is_named(string field, int length)
    {
        var body = Body();
        ParentOf(body, field)[field.Split('.')[^1]] = new string('x', length);

        AssertRefused(body, field, "is longer than");
    }

    [Theory]
    [InlineData("https://example.org/", 'x', 2028, true)]
    [InlineData("https://example.org/", 'x', 2029, false)]
    [InlineData("https://example.org/", 'é', 338, true)]
    [InlineData("https://example.org/", 'é', 339, false)]
    [InlineData("https://example.org:443/", 'x', 2028, true)]
    public void An_evidence_address_is_measured_as_it_is_sent_on(string start, char letter, int times, bool fits)
    {
        var body = Body();
        body["data"]!["evidence"] = start + new string(letter, times);

        var reading = Read(body);

        Assert.Equal(fits ? [] : ["is longer than 2048 characters, percent-encoded"], reading.Errors.Select(error => error.Reason));
        Assert.Equal(fits ? 2048 : null, reading.Event?.Award?.Evidence?.AbsoluteUri.Length);
    }

    [Fact]
    public void A_field_of_the_wrong_type_is_named()
    {
        var body = Body();
        body["data"]!["awardedOn"] = 20210426;

        AssertRefused(body, "data.awardedOn", "is not a text");
    }

    [Fact]
    public void An_unknown_event_type_is_named()
    {
        var body = Body();
        body["type"] = "achievement.invented";

        AssertRefused(body, "type", "is an unknown event type");
    }

    [Fact]
    public void Every_error_is_told_at_once()
    {
        var body = Body();
        body["data"]!["member"]!["email"] = "none";
        body["data"]!["awardedOn"] = "none";

        Assert.Equal(["data.member.email", "data.awardedOn"], Read(body).Errors.Select(error => error.Field));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("[]")]
    [InlineData("\uFEFF")]
    [InlineData("\uFEFF\uFEFF{}")]
    [InlineData("{\"type\":\"a\",\"type\":\"b\"}")]
    public void A_body_that_is_no_readable_json_object_is_a_bad_request(string body)
    {
        var reading = CertificationPayload.Read(Encoding.UTF8.GetBytes(body), SentAt);

        Assert.Equal((400, "body"), (reading.Status, Assert.Single(reading.Errors).Field));
    }

    [Fact]
    public void A_body_deeper_than_32_levels_is_refused()
    {
        var reading = CertificationPayload.Read(Encoding.UTF8.GetBytes(new string('[', 10_000)), SentAt);

        Assert.Equal(400, reading.Status);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused()
    {
        var reading = CertificationPayload.Read(new byte[] { (byte)'{', 0xC3, 0x28, (byte)'}' }, SentAt);

        Assert.Equal(400, reading.Status);
    }

    [Fact]
    public void A_lone_surrogate_is_refused()
    {
        var body = Body().ToJsonString().Replace("\"Maria\"", "\"Mar\\ud800ia\"", StringComparison.Ordinal);

        var error = Assert.Single(CertificationPayload.Read(Encoding.UTF8.GetBytes(body), SentAt).Errors);

        Assert.Equal(("data.member.givenName", "has a lone surrogate"), (error.Field, error.Reason));
    }

    [Fact]
    public void A_byte_order_mark_before_the_body_is_skipped() => Assert.Equal(
        Read(Body()).Event,
        CertificationPayload.Read(Encoding.UTF8.GetBytes("\uFEFF" + Body().ToJsonString()), SentAt).Event);

    [Fact]
    public void Two_spellings_of_an_address_are_the_same_content()
    {
        var body = Body();
        body["data"]!["member"]!["email"] = "Maria.Rossi@B\u00DCCHER.example";
        var other = Body();
        other["data"]!["member"]!["email"] = "maria.rossi@xn--bcher-kva.example";

        Assert.Equal(Read(other).Event!.Award!.Digest(), Read(body).Event!.Award!.Digest());
        Assert.NotEqual(Read(Body()).Event!.Award!.Digest(), Read(body).Event!.Award!.Digest());
    }

    [Fact]
    public void The_same_content_has_the_same_digest_whatever_the_spelling()
    {
        var spaced = Encoding.UTF8.GetBytes(Body().ToJsonString(new() { WriteIndented = true }));

        Assert.Equal(Read(Body()).Event!.Award!.Digest(), CertificationPayload.Read(spaced, SentAt).Event!.Award!.Digest());
        Assert.NotEqual(A.Award().Digest(), (A.Award() with { Category = BadgeCategory.Award }).Digest());
    }

    [Fact]
    public void An_event_is_as_old_as_it_says_but_never_from_the_future()
    {
        var ahead = Body();
        ahead["timestamp"] = "2031-04-27T09:00:00Z";
        var silent = Body();
        silent.Remove("timestamp");
        var offset = Body();
        offset["timestamp"] = "2021-04-27T10:00:00+02:00";

        Assert.Equal(new DateTimeOffset(2021, 4, 27, 9, 0, 0, TimeSpan.Zero), Read(Body()).Event!.At);
        Assert.Equal(SentAt, Read(ahead).Event!.At);
        Assert.Equal(SentAt, Read(silent).Event!.At);
        Assert.Equal(new DateTimeOffset(2021, 4, 27, 8, 0, 0, TimeSpan.Zero), Read(offset).Event!.At);
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2021-04-27")]
    [InlineData("2021-04-27T09:00:00")]
    [InlineData("27.04.2021T09:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    public void A_timestamp_that_is_no_instant_is_named(string timestamp)
    {
        var body = Body();
        body["timestamp"] = timestamp;

        AssertRefused(body, "timestamp", "is not an instant");
    }

    [Fact]
    public void A_lone_surrogate_in_a_name_is_refused() =>
        Assert.Equal("has a lone surrogate in a name", Assert.Single(CertificationPayload.Read("""{ "\ud800": 1 }"""u8.ToArray(), SentAt).Errors).Reason);

    [Fact]
    public void A_revocation_is_read()
    {
        var reading = Read(Told("achievement.revoked", """{ "achievementId": "a-1", "reason": "Awarded by mistake" }"""));

        Assert.Equal(new AwardRevocation("a-1", "Awarded by mistake"), reading.Event?.Revocation);
        Assert.Equal(BadgeKey.BadgeIdOf("a-1"), reading.Event?.BadgeId);
    }

    [Fact]
    public void A_renewal_is_read()
    {
        Assert.Equal(
            new AwardRenewal("a-1", new DateOnly(2031, 4, 26)),
            Read(Told("achievement.renewed", """{ "achievementId": "a-1", "expiresOn": "2031-04-26" }""")).Event?.Renewal);
        Assert.Equal(
            new AwardRenewal("a-1", null),
            Read(Told("achievement.renewed", """{ "achievementId": "a-1", "expiresOn": null }""")).Event?.Renewal);
    }

    [Fact]
    public void A_suspension_and_its_end_are_read()
    {
        var suspended = Read(Told("achievement.suspended", """{ "achievementId": "a-1", "reason": "Complaint" }""")).Event;
        var reinstated = Read(Told("achievement.reinstated", """{ "achievementId": "a-1" }""")).Event;

        Assert.Equal(new AwardSuspension("a-1", "Complaint"), suspended?.Suspension);
        Assert.Equal(new AwardReinstatement("a-1"), reinstated?.Reinstatement);
        Assert.Equal((BadgeKey.BadgeIdOf("a-1"), BadgeKey.BadgeIdOf("a-1")), (suspended?.BadgeId, reinstated?.BadgeId));
    }

    [Fact]
    public void A_correction_says_all_that_an_award_says()
    {
        var body = Body();
        body["type"] = "achievement.corrected";

        Assert.Equal(Read(Body()).Event!.Award, Read(body).Event!.Award);
    }

    [Fact]
    public void A_change_of_a_member_is_about_no_badge()
    {
        var told = Read(Told("member.updated", $$"""{ "member": {{Body()["data"]!["member"]!.ToJsonString()}} }""")).Event;

        Assert.Equal(A.Member(), told?.Member);
        Assert.Null(told?.BadgeId);
    }

    [Theory]
    [InlineData("achievement.revoked", """{ "reason": "Awarded by mistake" }""", "data.achievementId", "is missing")]
    [InlineData("achievement.revoked", """{ "achievementId": "a-1" }""", "data.reason", "is missing")]
    [InlineData("achievement.renewed", """{ "achievementId": "a-1" }""", "data.expiresOn", "is missing")]
    [InlineData("achievement.renewed", """{ "achievementId": "a-1", "expiresOn": 5 }""", "data.expiresOn", "is not a text")]
    [InlineData("achievement.suspended", """{ "achievementId": "a-1" }""", "data.reason", "is missing")]
    [InlineData("achievement.suspended", """{ "reason": "Complaint" }""", "data.achievementId", "is missing")]
    [InlineData("achievement.reinstated", """{ "reason": "Complaint" }""", "data.achievementId", "is missing")]
    [InlineData("member.updated", """{}""", "data.member", "is missing")]
    [InlineData("achievement.lost", """{}""", "type", "is an unknown event type")]
    public void What_is_wrong_with_another_event_is_named(string type, string data, string field, string reason) =>
        AssertRefused(Told(type, data), field, reason);

    private static JsonObject Told(string type, string data) => new() { ["type"] = type, ["data"] = JsonNode.Parse(data) };
}
