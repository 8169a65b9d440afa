using System.Text;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Certification;
using static BadgeFunctions.Functions.Tests.Certification.ToldPayload;

namespace BadgeFunctions.Functions.Tests.Certification;

/// <summary>What a certification event may say of its member.</summary>
public sealed class MemberPayloadTests
{
    [Theory]
    [InlineData("\"en\"", "en")]
    [InlineData("\"pt_BR\"", "pt-BR")]
    [InlineData("\"nl_NL\"", "nl-NL")]
    [InlineData("\"zh_Hant_TW\"", "zh-Hant-TW")]
    [InlineData("\"\"", "")]
    [InlineData("\"klingon!\"", "")]
    [InlineData("\"e\"", "")]
    [InlineData("\"\\ud800\"", "")]
    [InlineData("\"a\\u0007\"", "")]
    [InlineData("null", "")]
    [InlineData("7", "")]
    [InlineData("{\"language\":\"en\"}", "")]
    public void A_locale_never_refuses_an_award_and_one_that_cannot_be_read_is_not_known(string json, string locale)
    {
        var body = Body().ToJsonString().Replace("\"locale\":\"en\"", $"\"locale\":{json}", StringComparison.Ordinal);

        var reading = CertificationPayload.Read(Encoding.UTF8.GetBytes(body), SentAt);

        Assert.Empty(reading.Errors);
        Assert.Equal(locale, reading.Event!.Award!.Member.Locale);
    }

    [Fact]
    public void A_member_without_a_locale_is_taken()
    {
        var body = Body();
        body["data"]!["member"]!.AsObject().Remove("locale");

        Assert.Equal("", Read(body).Event!.Award!.Member.Locale);
    }

    [Theory]
    [InlineData("familyName", false, null)]
    [InlineData("familyName", true, null)]
    [InlineData("familyName", true, "")]
    [InlineData("givenName", false, null)]
    [InlineData("givenName", true, null)]
    [InlineData("givenName", true, "")]
    public void One_name_alone_is_taken(string missing, bool isThere, string? value)
    {
        var body = Body();
        var member = body["data"]!["member"]!.AsObject();
        member.Remove(missing);
        if (isThere)
        {
            member[missing] = value;
        }

        var reading = Read(body);

        Assert.Empty(reading.Errors);
        Assert.Equal(missing == "familyName" ? "Maria" : "Rossi", Recipient.Of(reading.Event!.Award!.Member).FullName);
        Assert.Equal(missing == "familyName" ? "Maria" : "Rossi", Recipient.Of(reading.Event.Award.Member).GreetingName);
    }

    [Fact]
    public void A_member_without_any_name_is_refused()
    {
        var body = Body();
        body["data"]!["member"]!.AsObject().Remove("familyName");
        body["data"]!["member"]!["givenName"] = "";

        AssertRefused(body, "data.member.givenName", "is missing, and so is familyName");
    }

    [Theory]
    [InlineData("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645")]
    [InlineData("\u202EMaria\u202C\u200B", "Maria")]
    [InlineData("\uE000\uD884\uDFB0", "\uE000\uD884\uDFB0")]
    public void A_name_is_kept_as_it_is_shown(string sent, string kept)
    {
        var body = Body();
        body["data"]!["member"]!["givenName"] = sent;

        Assert.Equal(kept, Read(body).Event?.Award?.Member.GivenName);
    }

    [Theory]
    [InlineData("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")]
    [InlineData("did:web:example.org%3A3000:members:maria")]
    [InlineData("did:a1::..-_:x")]
    public void A_did_is_taken_as_it_is(string did)
    {
        Assert.Equal(did, Read(WithDid(did)).Event?.Award?.Member.Did);
        Assert.True(EventSchema.IsValid(WithDid(did)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_member_without_a_did_is_taken(bool isNull)
    {
        var body = isNull ? WithDid(null) : Body();

        Assert.Empty(Read(body).Errors);
        Assert.Null(Read(body).Event!.Award!.Member.Did);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("z6Mkha", "is no DID such as did:web:example.org, without path, query and fragment")]
    [InlineData("DID:web:example.org", "is no DID")]
    [InlineData("did:Web:example.org", "is no DID")]
    [InlineData("did:web", "is no DID")]
    [InlineData("did:web:", "is no DID")]
    [InlineData("did::example.org", "is no DID")]
    [InlineData("did:web:example.org:", "is no DID")]
    [InlineData("did:web:example.org#key-1", "is no DID")]
    [InlineData("did:web:example.org/path", "is no DID")]
    [InlineData("did:web:example.org?versionId=1", "is no DID")]
    [InlineData("did:web:example.org%3", "is no DID")]
    [InlineData("did:web:example.org%zz", "is no DID")]
    [InlineData("did:web:b\u00fccher.example", "is no DID")]
    [InlineData("did:web:example .org", "is no DID")]
    [InlineData("https://example.org", "is no DID")]
    public void What_is_no_did_is_refused(string did, string reason)
    {
        AssertRefused(WithDid(did), "data.member.did", reason);
        Assert.False(EventSchema.IsValid(WithDid(did)));
    }

    [Fact]
    public void A_did_may_have_512_characters()
    {
        Assert.Empty(Read(WithDid($"did:web:{new string('a', 504)}")).Errors);
        AssertRefused(WithDid($"did:web:{new string('a', 505)}"), "data.member.did", "is longer than 512 characters");
    }

    [Theory]
    [InlineData("google-oauth2|1")]
    [InlineData("CH/12")]
    [InlineData("urn:ipma:member:7")]
    [InlineData("{6F9619FF-8B86-D011-B42D-00CF4FC964FF}")]
    [InlineData("\u5b57 \\ # ? % ' \"")]
    public void Any_text_is_a_member_s_id(string id)
    {
        var body = Body();
        body["data"]!["member"]!["id"] = id;

        Assert.Equal(id, Read(body).Event?.Award?.Member.Id);
    }

    [Fact]
    public void A_member_s_id_may_have_256_characters()
    {
        var body = Body();
        body["data"]!["member"]!["id"] = new string('/', 256);
        Assert.Empty(Read(body).Errors);

        body["data"]!["member"]!["id"] = new string('/', 257);
        AssertRefused(body, "data.member.id", "is longer than 256 characters");
    }

    private static JsonObject WithDid(string? did)
    {
        var body = Body();
        body["data"]!["member"]!["did"] = did;
        return body;
    }
}
