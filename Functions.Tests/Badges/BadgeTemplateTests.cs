using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Tests.Badges;

public sealed class BadgeTemplateTests
{
    private static readonly BadgeTemplate Template = A.Template() with { Alignments = [Leadership()] };

    [Fact]
    public void Two_templates_with_the_same_alignments_say_the_same() =>
        Assert.True(Template.SaysTheSameAs(Template with { Alignments = [Leadership()] }));

    [Fact]
    public void A_change_of_anything_in_an_alignment_says_something_else()
    {
        Alignment[] others =
        [
            Leadership() with { Name = "Teamwork" },
            Leadership() with { Url = new Uri("https://example.org/icb#446") },
            Leadership() with { Code = "4.4.6" },
            Leadership() with { Framework = null },
            Leadership() with { Description = "Leading" },
        ];

        Assert.All(others, other => Assert.False(Template.SaysTheSameAs(Template with { Alignments = [other] })));
        Assert.False(Template.SaysTheSameAs(Template with { Alignments = [] }));
        Assert.False(Template.SaysTheSameAs(Template with { Alignments = [Leadership(), Leadership()] }));
    }

    /// <summary>In the ICB 4.0, 4.3 is perspective, 4.4 people and 4.5 practice, with 5, 10 and, for projects, 13 elements.</summary>
    [Fact]
    public void The_templates_that_come_with_the_app_are_aligned_to_competence_elements_of_the_ICB()
    {
        var aligned = TemplateSeed.Read().SelectMany(template => template.Alignments).ToList();

        Assert.NotEmpty(aligned);
        Assert.All(aligned, one =>
        {
            Assert.Matches(@"^4\.(3\.[1-5]|4\.([1-9]|10)|5\.([1-9]|1[0-3]))$", one.Code);
            Assert.Equal(("IPMA Individual Competence Baseline 4.0", "ipma.world"), (one.Framework, one.Url.Host));
            Assert.True(one.IsComplete());
        });
        Assert.Equal(aligned.DistinctBy(one => one.Code).Count(), aligned.DistinctBy(one => (one.Code, one.Name)).Count());
    }

    private static Alignment Leadership() => new("Leadership", new Uri("https://example.org/icb#445"), "4.4.5", "ICB 4.0");
}
