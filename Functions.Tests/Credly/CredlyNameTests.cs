using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Credly;

namespace BadgeFunctions.Functions.Tests.Credly;

public sealed class CredlyNameTests
{
    [Theory]
    [InlineData("Maria", "Rossi", "Maria", "Rossi")]
    [InlineData("Suharto", "", "Suharto", "-")]
    [InlineData("", "Suharto", "Suharto", "-")]
    [InlineData("Aung San Suu Kyi", "", "Aung San Suu", "Kyi")]
    [InlineData("", "Aung San Suu Kyi", "Aung San Suu", "Kyi")]
    public void One_name_alone_is_parted_for_Credly_which_wants_two(string given, string family, string first, string last) =>
        Assert.Equal((first, last), CredlyName.For(new Recipient(given, family, "x@example.org", "")));
}
