using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Tests.Badges;

public sealed class AwardTests
{
    // Base64 of the SHA-256 of the award's JSON, as rows have it that were written before awards could have more.
    private const string Recorded = "XFS/NhwHwtbdZs2DjlwVln1q2k97tyW5hUs+4ynciNQ=";

    private static readonly AwardResult Exam = new("Written exam", "87", ResultType.Percent, ResultStatus.Completed);

    [Fact]
    public void An_award_without_what_is_optional_has_the_digest_that_is_recorded_of_it() => Assert.Equal(Recorded, A.Award().Digest());

    [Fact]
    public void Other_results_are_another_content()
    {
        var award = A.Award() with { Results = [Exam] };

        Assert.Equal(award.Digest(), (A.Award() with { Results = [Exam with { }] }).Digest());
        Assert.Equal(5, new[] { A.Award(), award, With("88"), With(null), A.Award() with { Results = [Exam, Exam with { Name = "Interview" }] } }.DistinctBy(one => one.Digest()).Count());

        static Award With(string? value) => A.Award() with { Results = [Exam with { Value = value }] };
    }

    [Fact]
    public void Another_did_is_another_content() => Assert.NotEqual(
        A.Award().Digest(), (A.Award() with { Member = A.Member() with { Did = "did:web:example.org" } }).Digest());

    [Fact]
    public void The_award_of_a_badge_has_its_results_and_the_member_s_did()
    {
        var member = A.Member() with { Did = "did:web:example.org" };

        Assert.Equal(member, Award.Of(A.Badge() with { Recipient = Recipient.Of(member) }).Member);
        Assert.Equal([Exam], Award.Of(A.Badge() with { Results = [Exam] }).Results);
        Assert.Null(Award.Of(A.Badge()).Results);
    }

    [Theory]
    [InlineData("87", ResultType.Percent, ResultStatus.Completed, "87%, Completed")]
    [InlineData("87%", ResultType.Percent, null, "87%")]
    [InlineData("A-", ResultType.LetterGrade, null, "A-")]
    [InlineData("87", ResultType.RawScore, ResultStatus.Provisional, "87, Provisional")]
    [InlineData(null, ResultType.Status, ResultStatus.Withdrew, "Withdrew")]
    public void A_result_is_said_in_plain_words(string? value, ResultType type, ResultStatus? status, string words) =>
        Assert.Equal(words, ResultWords.Of(new AwardResult("Exam", value, type, status)));
}
