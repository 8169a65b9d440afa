using System.Net;
using System.Net.Sockets;
using BadgeFunctions.Functions.Settings;
using BadgeFunctions.Functions.Tests.Storage;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

public sealed class SettingsTests
{
    private const string NoKey = "c2VjcmV0IHRoYXQgbm8gbG9nIG1heSBzaG93";

    [Theory]
    [InlineData("Web:PublicUrl", "not an address", "Web:PublicUrl must be an absolute http or https address without a path.")]
    [InlineData("Web:OrganisationName", "", "Web:OrganisationName is missing.")]
    [InlineData("Tables:ConnectionString", "", "Tables:ServiceUri or Tables:ConnectionString must be set, and not both.")]
    [InlineData("Tables:ConnectionString", "AccountName=x", "Tables:ConnectionString is not a storage connection string.")]
    [InlineData("Tables:ServiceUri", "https://x.table.core.windows.net", "Tables:ServiceUri or Tables:ConnectionString must be set, and not both.")]
    [InlineData("Awards:WebhookSecrets:0", "secret", "Awards:WebhookSecrets:0 must be 'whsec_' and the base64 of 24 to 64 bytes.")]
    [InlineData("Signing:Keys:0", "short", "Signing:Keys:0 must be the base64 of at least 32 bytes.")]
    [InlineData("Signing:Keys:0", "<generated: 32 bytes>", "Signing:Keys:0 is still the sample's placeholder.")]
    [InlineData("Credly:BaseAddress", "https://api.credly.com/v1", "Credly:BaseAddress must be an absolute http or https address that ends with a slash.")]
    [InlineData("Credly:AttemptTimeout", "-00:00:01", "Credly:AttemptTimeout is wrong")]
    [InlineData("Credly:AttemptTimeout", "ten", "Credly:AttemptTimeout cannot be read as TimeSpan.")]
    [InlineData("Email:FromAddress", "nobody", "Email:FromAddress is wrong")]
    [InlineData("SendGrid:Host", "sendgrid", "SendGrid:Host must be an absolute http or https address.")]
    [InlineData("Claims:Window", "-1.00:00:00", "Claims:Window must be longer than nothing.")]
    [InlineData("Workflows:Retention", "00:00:00", "Workflows:Retention must be longer than nothing and at most 3650 days.")]
    [InlineData("Workflows:FailedRetention", "29.00:00:00", "Workflows:FailedRetention must be at least Workflows:Retention and at most 3650 days.")]
    [InlineData("Claims:Reminders:0", "soon", "Claims:Reminders:0 cannot be read as TimeSpan.")]
    public async Task A_setting_that_is_missing_or_wrong_stops_the_start_and_is_named(string name, string value, string told)
    {
        var refusal = await Assert.ThrowsAsync<StartException>(() => BadgeApplication.StartAsync((name, value)));

        Assert.Contains("The app cannot start: 1 setting is missing or wrong", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"\n- {told}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_message_names_every_setting_that_is_missing_or_wrong()
    {
        var refusal = await Assert.ThrowsAsync<StartException>(() => BadgeApplication.StartAsync(
            ("Web:PublicUrl", null), ("Signing:Keys:0", null), ("Claims:Window", "long"), ("Credly:AuthorizationToken", ""), ("SendGrid:Timeout", "0")));

        Assert.Equal(
            [
                "The app cannot start: 5 settings are missing or wrong (in an environment variable or an app setting, write '__' for ':').",
                "- Claims:Window cannot be read as TimeSpan.",
                "- Credly:AuthorizationToken or Credly:ClientId with Credly:ClientSecret is needed, and not both.",
                "- SendGrid:Timeout is wrong: The field Timeout must be between 00:00:00.1000000 and 00:02:00.",
                "- Signing:Keys is missing.",
                "- Web:PublicUrl is missing.",
            ],
            refusal.Message.Split('\n'));
    }

    [Fact]
    public async Task A_secret_that_Key_Vault_did_not_give_is_named_with_what_to_look_at()
    {
        var refusal = await Assert.ThrowsAsync<StartException>(() => BadgeApplication.StartAsync(
            ("SendGrid:ApiKey", "@Microsoft.KeyVault(SecretUri=https://vault.example/secrets/sendgrid-api-key)")));

        Assert.Contains("- SendGrid:ApiKey is a Key Vault reference that could not be resolved", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_message_shows_no_value()
    {
        var refusal = await Assert.ThrowsAsync<StartException>(() => BadgeApplication.StartAsync(
            ("Awards:WebhookSecrets:0", NoKey), ("Signing:Keys:0", NoKey[..8]), ("Tables:ConnectionString", $"AccountKey={NoKey}")));

        Assert.DoesNotContain(NoKey[..8], refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Table_storage_that_is_not_there_stops_the_start_with_the_setting_to_look_at()
    {
        var refusal = await Assert.ThrowsAsync<StartException>(() => BadgeApplication.StartAsync(
            ("Tables:ConnectionString", AccountAt(1))));

        Assert.Contains("Table storage at http://127.0.0.1:1 cannot be used. Check Tables:ConnectionString", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Connection refused", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Table_storage_that_never_answers_stops_the_start_within_seconds()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var started = TimeProvider.System.GetTimestamp();

        var refusal = await Assert.ThrowsAsync<StartException>(() => BadgeApplication.StartAsync(
            ("Tables:ConnectionString", AccountAt(((IPEndPoint)silent.LocalEndpoint).Port))));

        Assert.Contains("no answer within 15 seconds", refusal.Message, StringComparison.Ordinal);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.FromSeconds(14), TimeSpan.FromSeconds(25));
    }

    [Fact]
    public async Task An_account_whose_key_is_another_stops_the_start()
    {
        var account = await TestTables.NewAccountAsync();
        var wrong = System.Text.RegularExpressions.Regex.Replace(account, "AccountKey=[^;]*", $"AccountKey={NoKey}");
        Assert.NotEqual(account, wrong);

        var refusal = await Assert.ThrowsAsync<StartException>(() => BadgeApplication.StartAsync(("Tables:ConnectionString", wrong)));

        Assert.Contains("cannot be used. Check Tables:ConnectionString", refusal.Message, StringComparison.Ordinal);
    }

    private static string AccountAt(int port) =>
        $"DefaultEndpointsProtocol=http;AccountName=test;AccountKey={NoKey};TableEndpoint=http://127.0.0.1:{port}/test";
}
