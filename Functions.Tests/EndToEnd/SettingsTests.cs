namespace BadgeFunctions.Functions.Tests.EndToEnd;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("Web:PublicUrl", "not an address", "Web")]
    [InlineData("Web:OrganisationName", "", "OrganisationName")]
    [InlineData("Tables:ConnectionString", "", "ConnectionString")]
    [InlineData("Awards:WebhookSecrets:0", "secret", "Awards:WebhookSecrets:0")]
    [InlineData("Signing:Keys:0", "short", "Signing:Keys:0")]
    [InlineData("Credly:BaseAddress", "https://api.credly.com/v1", "Credly:BaseAddress")]
    [InlineData("Email:FromAddress", "nobody", "FromAddress")]
    [InlineData("Claims:Window", "-1.00:00:00", "Claims:Window")]
    public async Task A_setting_that_is_missing_or_wrong_stops_the_start_and_is_named(string name, string value, string named)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => BadgeApplication.StartAsync((name, value)));

        Assert.Contains(named, error.ToString(), StringComparison.Ordinal);
    }
}
