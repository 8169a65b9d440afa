using BadgeFunctions.Functions.Telemetry;

namespace BadgeFunctions.Functions.Tests.Telemetry;

public sealed class SafeAddressTests
{
    [Theory]
    [InlineData("https://api.credly.com/v1/organizations/1/badges?filter=recipient_email::a@example.org", "https://api.credly.com/v1/organizations/1/badges")]
    [InlineData("https://x.table.core.windows.net/Members(PartitionKey='m-1',RowKey='email%3Aa%40example.org')", "https://x.table.core.windows.net/Members()")]
    [InlineData("https://x.table.core.windows.net/Badges()?$filter=PartitionKey%20eq%20%27m-1%27", "https://x.table.core.windows.net/Badges()")]
    public void Keys_and_queries_stay_out_of_telemetry(string address, string kept) => Assert.Equal(kept, SafeAddress.Of(new Uri(address)));
}
