using System.Globalization;
using System.Text.Json;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.Verification;

namespace BadgeFunctions.Functions.Tests.Verification;

public sealed class CredentialDatesTests
{
    [Theory]
    [InlineData("""{"validFrom":"2021-04-27T09:00:00Z"}""", "2021-04-27T09:00:00Z", CheckResult.Passed)]
    [InlineData("""{"validFrom":"2021-04-27T09:00:01Z"}""", "2021-04-27T09:00:00Z", CheckResult.Failed)]
    [InlineData("""{"validFrom":"2021-01-01T00:00:00Z","validUntil":"2021-04-27T09:00:01Z"}""", "2021-04-27T09:00:00Z", CheckResult.Passed)]
    [InlineData("""{"validFrom":"2021-01-01T00:00:00Z","validUntil":"2021-04-27T11:00:00+02:00"}""", "2021-04-27T09:00:00Z", CheckResult.Failed)]
    [InlineData("""{"issuanceDate":"2021-01-01T00:00:00Z","expirationDate":"2021-04-27T09:00:00Z"}""", "2021-04-27T09:00:00Z", CheckResult.Failed)]
    [InlineData("""{"validUntil":"2021-01-01T00:00:00Z"}""", "2021-04-27T09:00:00Z", CheckResult.NotChecked)]
    [InlineData("""{"validFrom":"yesterday"}""", "2021-04-27T09:00:00Z", CheckResult.NotChecked)]
    [InlineData("""{"validFrom":7}""", "2021-04-27T09:00:00Z", CheckResult.NotChecked)]
    public void A_credential_is_valid_from_its_first_instant_to_before_its_last(string credential, string now, CheckResult result) =>
        Assert.Equal(result, CredentialDates.Check(JsonElement.Parse(credential), DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)).Result);

    [Theory]
    [InlineData("""{"credentialSubject":{"identifier":[{"identityType":"emailAddress","hashed":false,"identityHash":"Maria@Example.org"}]}}""", CheckResult.Passed)]
    [InlineData("""{"credentialSubject":{"identifier":[{"identityType":"emailAddress","hashed":false,"identityHash":"mаria@example.org"}]}}""", CheckResult.Failed)]
    [InlineData("""{"credentialSubject":{"identifier":[{"identityType":"emailAddress","hashed":true,"identityHash":"maria@example.org"}]}}""", CheckResult.Failed)]
    [InlineData("""{"credentialSubject":{"identifier":[{"identityType":"name","hashed":false,"identityHash":"maria@example.org"}]}}""", CheckResult.NotChecked)]
    [InlineData("""{"credentialSubject":{"identifier":"maria@example.org"}}""", CheckResult.NotChecked)]
    [InlineData("""{"credentialSubject":[]}""", CheckResult.NotChecked)]
    [InlineData("{}", CheckResult.NotChecked)]
    public void An_address_is_the_recipient_s_or_it_is_not(string credential, CheckResult result) =>
        Assert.Equal(result, CredentialDates.Recipient(JsonElement.Parse(credential), "maria@example.org").Result);

    [Fact]
    public void A_hash_is_compared_with_its_salt()
    {
        var hash = CredentialRecipient.HashOf("Maria@example.org", "salt");
        var credential = JsonSerializer.SerializeToElement(
            new { credentialSubject = new { identifier = new[] { new { identityType = "emailAddress", hashed = true, identityHash = hash, salt = "salt" } } } });

        Assert.Equal(CheckResult.Passed, CredentialDates.Recipient(credential, "maria@example.org").Result);
        Assert.Equal(CheckResult.Failed, CredentialDates.Recipient(credential, "mario@example.org").Result);
    }
}
