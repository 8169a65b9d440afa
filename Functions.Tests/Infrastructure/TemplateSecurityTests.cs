using System.Text.Json;
using System.Text.RegularExpressions;

namespace BadgeFunctions.Functions.Tests.Infrastructure;

/// <summary>What the compiled template promises, read from the template itself.</summary>
public sealed partial class TemplateSecurityTests(TemplateFixture fixture) : IClassFixture<TemplateFixture>
{
    private static readonly string[] SettingsByVariable = ["host", "app", "credly", "credlyToken", "credlyOAuth", "callbackEndpoint"];

    // What may be assigned on what; nothing is assigned on a resource group or a subscription.
    private static readonly Dictionary<string, string[]> RolesByScope = new()
    {
        ["host-storage Microsoft.Storage/storageAccounts"] =
        [
            "b7e6dc6d-f1e8-4753-8033-0f276bb0955b", // Storage Blob Data Owner
            "974c5e8b-45b9-4653-ba55-5f855dd0fb88", // Storage Queue Data Contributor
            "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", // Storage Table Data Contributor
        ],
        ["tables Microsoft.Storage/storageAccounts/tableServices/tables"] =
        [
            "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", // Storage Table Data Contributor
        ],
        ["key-vault Microsoft.KeyVault/vaults"] =
        [
            "4633458b-17de-408a-b874-0445c86b69e6", // Key Vault Secrets User
            "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", // Key Vault Secrets Officer, for whoever puts them in
        ],
        ["key-vault Microsoft.KeyVault/vaults/keys"] =
        [
            "12338af0-0e69-4776-bea7-57ae8d297424", // Key Vault Crypto User
        ],
        ["custom-domain Microsoft.KeyVault/vaults"] =
        [
            "db79e9a7-68ee-4b58-9aeb-b90e7c24fcba", // Key Vault Certificate User
        ],
        ["monitoring Microsoft.Insights/components"] =
        [
            "3913510d-42f4-4e42-8a64-420c390055eb", // Monitoring Metrics Publisher
        ],
        ["durable-task-scheduler Microsoft.DurableTask/schedulers/taskHubs"] =
        [
            "0ad04412-c4d5-4796-b79c-f76d14c8d402", // Durable Task Data Contributor
        ],
    };

    private ArmTemplate Main => fixture.Main;

    [Fact]
    public void Shared_keys_are_off_and_nothing_is_public_on_every_storage_account()
    {
        var accounts = Resources("Microsoft.Storage/storageAccounts");

        Assert.Equal(2, accounts.Count);
        Assert.All(accounts, account =>
        {
            var properties = account.GetProperty("properties");
            Assert.False(properties.GetProperty("allowSharedKeyAccess").GetBoolean());
            Assert.False(properties.GetProperty("allowBlobPublicAccess").GetBoolean());
            Assert.True(properties.GetProperty("supportsHttpsTrafficOnly").GetBoolean());
            Assert.Equal("TLS1_2", properties.GetProperty("minimumTlsVersion").GetString());
        });
        Assert.All(
            Resources("Microsoft.Storage/storageAccounts/blobServices/containers"),
            container => Assert.Equal("None", container.GetProperty("properties").GetProperty("publicAccess").GetString()));
    }

    [Fact]
    public void The_app_speaks_HTTPS_alone_and_takes_no_password()
    {
        var app = Assert.Single(Resources("Microsoft.Web/sites"));
        var properties = app.GetProperty("properties");

        Assert.True(properties.GetProperty("httpsOnly").GetBoolean());
        Assert.Equal("1.2", properties.GetProperty("siteConfig").GetProperty("minTlsVersion").GetString());
        Assert.Equal("Disabled", properties.GetProperty("siteConfig").GetProperty("ftpsState").GetString());
        Assert.Equal(
            "UserAssignedIdentity",
            properties.GetProperty("functionAppConfig").GetProperty("deployment").GetProperty("storage")
                .GetProperty("authentication").GetProperty("type").GetString());
        var policies = Resources("Microsoft.Web/sites/basicPublishingCredentialsPolicies");
        Assert.Equal(2, policies.Count);
        Assert.All(policies, policy => Assert.False(policy.GetProperty("properties").GetProperty("allow").GetBoolean()));
    }

    [Fact]
    public void The_runtime_is_the_one_that_the_app_is_built_for()
    {
        var config = Assert.Single(Resources("Microsoft.Web/sites")).GetProperty("properties").GetProperty("functionAppConfig");

        Assert.Equal("dotnet-isolated", config.GetProperty("runtime").GetProperty("name").GetString());
        Assert.Equal($"{Environment.Version.Major}.0", config.GetProperty("runtime").GetProperty("version").GetString());
        Assert.Equal("FC1", Assert.Single(Resources("Microsoft.Web/serverfarms")).GetProperty("sku").GetProperty("name").GetString());
    }

    [Fact]
    public void Telemetry_and_secrets_need_an_identity()
    {
        Assert.All(Resources("Microsoft.Insights/components"), component => Assert.True(component.GetProperty("properties").GetProperty("DisableLocalAuth").GetBoolean()));
        var vault = Assert.Single(Resources("Microsoft.KeyVault/vaults")).GetProperty("properties");
        Assert.True(vault.GetProperty("enableRbacAuthorization").GetBoolean());
        Assert.True(vault.GetProperty("enableSoftDelete").GetBoolean());
        Assert.True(vault.GetProperty("enablePurgeProtection").GetBoolean());
    }

    [Fact]
    public void The_key_that_signs_JWTs_never_leaves_the_vault_signs_and_verifies_alone_and_is_renewed_each_year()
    {
        var key = Assert.Single(Resources("Microsoft.KeyVault/vaults/keys")).GetProperty("properties");

        Assert.Equal(("RSA", 2048), (key.GetProperty("kty").GetString(), key.GetProperty("keySize").GetInt32()));
        Assert.Equal(["sign", "verify"], key.GetProperty("keyOps").EnumerateArray().Select(operation => operation.GetString()));
        Assert.False(key.GetProperty("attributes").GetProperty("exportable").GetBoolean());
        Assert.False(key.TryGetProperty("release_policy", out _));
        var renewal = Assert.Single(key.GetProperty("rotationPolicy").GetProperty("lifetimeActions").EnumerateArray());
        Assert.Equal(
            ("rotate", "P1Y"), (renewal.GetProperty("action").GetProperty("type").GetString(), renewal.GetProperty("trigger").GetProperty("timeAfterCreate").GetString()));
        // What was signed before is verified with what it was signed with.
        Assert.False(key.GetProperty("rotationPolicy").TryGetProperty("attributes", out _));
    }

    [Fact]
    public void No_secret_is_in_an_app_setting()
    {
        var settings = AppSettings().ToList();
        var secrets = settings.Where(setting => SecretName().IsMatch(setting.Name)).ToList();

        Assert.True(secrets.Count >= 10, $"only {secrets.Count} secrets");
        Assert.All(secrets, secret => Assert.StartsWith("[__bicep.secret(", secret.Value.GetString(), StringComparison.Ordinal));
        Assert.Contains("@Microsoft.KeyVault(SecretUri=", Settings.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_key_and_no_connection_string_with_a_key_is_asked_for_anywhere()
    {
        Assert.DoesNotMatch("(?i)list(Keys|AccountSas|ServiceSas|Secrets|ConnectionStrings|Credentials)?\\(", Main.Text);
        Assert.DoesNotContain("AccountKey", Main.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("SharedAccessKey", Main.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Every_role_is_assigned_on_the_smallest_scope_and_no_other_role_is()
    {
        var assigned = Main.All.SelectMany(template => template.Resources("Microsoft.Authorization/roleAssignments")
            .SelectMany(assignment => RolesOf(template, assignment).Select(role => (Scope: ScopeOf(template, assignment), Role: role))))
            .ToList();

        Assert.Equal(
            RolesByScope.SelectMany(scope => scope.Value.Select(role => (scope.Key, role))).Order(),
            assigned.Distinct().Order());
    }

    private ArmTemplate Settings => Main.All.Single(template => template.Name == "app-settings");

    private List<JsonElement> Resources(string type) => [.. Main.All.SelectMany(template => template.Resources(type))];

    private IEnumerable<JsonProperty> AppSettings() =>
        SettingsByVariable
            .SelectMany(name => Settings.Variable(name).EnumerateObject())
            .Concat(Conditional().EnumerateObject());

    // Settings that are there only while a secret is rotated are written as an expression.
    private JsonElement Conditional()
    {
        var pairs = PairInExpression().Matches(Settings.Variable("second").GetString()!)
            .ToDictionary(pair => pair.Groups["name"].Value, pair => $"[{pair.Groups["value"].Value}");
        Assert.Equal(3, pairs.Count);
        return JsonSerializer.SerializeToElement(pairs);
    }

    private static string ScopeOf(ArmTemplate template, JsonElement assignment)
    {
        Assert.True(assignment.TryGetProperty("scope", out var scope), $"A role in {template.Name} is assigned on all of its resource group.");
        var type = ResourceTypeInExpression().Match(scope.GetString()!);
        Assert.True(type.Success, $"{template.Name}: {scope}");
        return $"{template.Name} {type.Groups["type"].Value}";
    }

    private static IEnumerable<string> RolesOf(ArmTemplate template, JsonElement assignment)
    {
        var role = assignment.GetProperty("properties").GetProperty("roleDefinitionId").GetString()!;
        var variables = VariableInExpression().Matches(role).Select(variable => template.Variable(variable.Groups["name"].Value).GetRawText());
        return RoleId().Matches(string.Concat(variables.Append(role))).Select(id => id.Value).Distinct();
    }

    // A key in the vault is named by its address.
    [GeneratedRegex("(Secret|(?<!Vault)Key|AuthorizationToken|Password)(s__\\d+|s?__\\d+)?$")]
    private static partial Regex SecretName();

    [GeneratedRegex("createObject\\('(?<name>\\w+)', (?<value>__bicep\\.secret\\()")]
    private static partial Regex PairInExpression();

    [GeneratedRegex("'(?<type>Microsoft\\.[A-Za-z]+(/[A-Za-z]+)+)'")]
    private static partial Regex ResourceTypeInExpression();

    [GeneratedRegex("variables\\('(?<name>\\w+)'\\)")]
    private static partial Regex VariableInExpression();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex RoleId();
}
