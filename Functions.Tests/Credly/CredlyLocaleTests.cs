using BadgeFunctions.Functions.Credly;

namespace BadgeFunctions.Functions.Tests.Credly;

public sealed class CredlyLocaleTests
{
    [Theory]
    [InlineData("en", "en")]
    [InlineData("de-AT", "de")]
    [InlineData("pt-br", "pt-BR")]
    [InlineData("es", "es-ES")]
    [InlineData("zh", "zh-CN")]
    [InlineData("it", "en")]
    [InlineData("", "en")]
    public void The_nearest_language_that_Credly_speaks_is_used(string ours, string theirs) =>
        Assert.Equal(theirs, CredlyLocale.For(ours, "en"));

    [Theory]
    [InlineData("", "fr-CH", "fr")]
    [InlineData("xx", "pt-BR", "pt-BR")]
    [InlineData("", "it", "en")]
    [InlineData("de", "fr", "de")]
    public void A_language_that_is_not_known_or_not_spoken_is_the_body_s_default(string ours, string byDefault, string theirs) =>
        Assert.Equal(theirs, CredlyLocale.For(ours, byDefault));
}
