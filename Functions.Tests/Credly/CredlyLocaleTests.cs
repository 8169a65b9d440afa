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
    public void The_nearest_language_that_Credly_speaks_is_used(string ours, string theirs) =>
        Assert.Equal(theirs, CredlyLocale.For(ours));
}
