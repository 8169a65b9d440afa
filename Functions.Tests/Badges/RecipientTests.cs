using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Tests.Badges;

public sealed class RecipientTests
{
    [Theory]
    [InlineData("Maria", "Rossi", "it", "Maria Rossi", "Maria")]
    [InlineData("小明", "王", "zh-CN", "王小明", "王小明")]
    [InlineData("小明", "王", "", "王小明", "王小明")]
    [InlineData("太郎", "山田", "ja", "山田太郎", "山田太郎")]
    [InlineData("ひかり", "佐藤", "en", "佐藤ひかり", "佐藤ひかり")]
    [InlineData("민준", "김", "ko-KR", "김민준", "김민준")]
    [InlineData("𠮷子", "𠮷田", "ja", "𠮷田𠮷子", "𠮷田𠮷子")]
    [InlineData("Xiaoming", "Wang", "zh", "Xiaoming Wang", "Xiaoming")]
    [InlineData("Xiaoming", "王", "zh", "Xiaoming 王", "Xiaoming")]
    [InlineData("János", "Nagy", "hu-HU", "Nagy János", "János")]
    [InlineData("Văn An", "Nguyễn", "vi", "Nguyễn Văn An", "Văn An")]
    [InlineData("János", "Nagy", "en", "János Nagy", "János")]
    [InlineData("", "Suharto", "hu", "Suharto", "Suharto")]
    [InlineData("Suharto", "", "vi", "Suharto", "Suharto")]
    [InlineData("小明", "", "zh", "小明", "小明")]
    [InlineData("محمد", "الأحمد", "ar", "محمد الأحمد", "محمد")]
    public void A_name_is_written_as_its_owner_does(string given, string family, string locale, string full, string greeting)
    {
        var recipient = new Recipient(given, family, "a@example.org", locale);

        Assert.Equal((full, greeting), (recipient.FullName, recipient.GreetingName));
    }
}
