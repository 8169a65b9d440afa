using System.Text;
using BadgeFunctions.Functions.Callbacks;

namespace BadgeFunctions.Functions.Tests.Callbacks;

public sealed class EndpointOrderTests
{
    [Theory]
    [InlineData("""{ "url": "https://example.org/", "events": ["\ud800abcdef"] }""")]
    [InlineData("""{ "url": "https://example.org/", "events": ["badge.issued"], "\ud800": 1 }""")]
    public void Lone_surrogates_are_refused(string body)
    {
        Assert.Null(EndpointOrder.Read(Encoding.UTF8.GetBytes(body), allowPrivateAddresses: false, out var errors));

        Assert.Equal("has a lone surrogate", Assert.Single(errors).Reason);
    }
}
