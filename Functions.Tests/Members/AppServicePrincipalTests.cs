using System.Text;
using BadgeFunctions.Functions.Members;

namespace BadgeFunctions.Functions.Tests.Members;

public sealed class AppServicePrincipalTests
{
    private const string LongName = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress";

    [Theory]
    [InlineData($$"""{"auth_typ":"my-ipma","claims":[{"typ":"name","val":"Anna"},{"typ":"{{LongName}}","val":"anna@example.org"}],"name_typ":"","role_typ":""}""", "anna@example.org")]
    [InlineData("""{"claims":[{"typ":"email","val":"anna@example.org"},{"typ":"email_verified","val":"true"}]}""", "anna@example.org")]
    [InlineData("""{"claims":[{"typ":"email","val":"anna@example.org"},{"typ":"email_verified","val":"false"}]}""", null)]
    [InlineData("""{"claims":[{"typ":"email","val":"anna@example.org"},{"typ":"email_verified","val":""}]}""", null)]
    [InlineData("""{"claims":[{"typ":"preferred_username","val":"anna@example.org"}]}""", null)]
    [InlineData("""{"claims":[{"typ":"email","val":""},null,{}]}""", null)]
    [InlineData("""{"claims":null}""", null)]
    [InlineData("""{"claims":{"typ":"email"}}""", null)]
    [InlineData("[]", null)]
    [InlineData("null", null)]
    [InlineData("", null)]
    public void The_e_mail_claim_counts_unless_it_is_said_not_to_be_verified(string json, string? address) =>
        Assert.Equal(address, AppServicePrincipal.EmailOf(Convert.ToBase64String(Encoding.UTF8.GetBytes(json))));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not base64!")]
    public void A_header_that_cannot_be_read_is_nobody(string? header) => Assert.Null(AppServicePrincipal.EmailOf(header));
}
