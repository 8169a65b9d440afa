using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Callbacks;
using BadgeFunctions.Functions.Settings;
using Microsoft.Extensions.Configuration;

namespace BadgeFunctions.Functions.Tests.Callbacks;

public sealed class CallbackEndpointSettingsTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";

    private readonly Dictionary<string, string?> _settings = Endpoint(0, "crm");

    [Fact]
    public void Endpoints_are_read_with_all_their_settings()
    {
        _settings["Callbacks:Endpoints:0:Secrets:1"] = "whsec_c2VjcmV0cyBvZiB0d2VudHktZm91ciBieXRlcw==";
        _settings["Callbacks:Endpoints:0:Events:0"] = CallbackTypes.Accepted;
        Add(Endpoint(1, "registry-2"));

        var (options, errors) = Read();

        Assert.Empty(errors);
        Assert.Equal(["crm", "registry-2"], options.Endpoints.Select(endpoint => endpoint.Name));
        Assert.Equal(new Uri("https://example.org/crm"), options.Find("crm")!.Url);
        Assert.Equal(2, options.Find("crm")!.Secrets.Count);
        Assert.Null(options.Find("other"));
    }

    [Fact]
    public void An_endpoint_without_events_wants_all_and_another_only_its_own()
    {
        _settings["Callbacks:Endpoints:0:Events:0"] = CallbackTypes.Accepted;
        var (options, _) = Read();
        Assert.True(options.EndpointsFor(CallbackTypes.Accepted).Any());
        Assert.False(options.EndpointsFor(CallbackTypes.Issued).Any());

        Add(Endpoint(1, "registry"));
        (options, _) = Read();

        Assert.All(CallbackTypes.All, type => Assert.True(options.EndpointsFor(type).Any()));
        Assert.Equal([CallbackTypes.Accepted], CallbackTypes.All.Where(options.Find("crm")!.Wants));
    }

    [Theory]
    [InlineData("Name", "Not_A_Name")]
    [InlineData("Name", "")]
    [InlineData("Name", "-crm")]
    [InlineData("Name", "a-name-that-is-longer-than-forty-characters")]
    [InlineData("Url", "not an address")]
    [InlineData("Url", "https://")]
    [InlineData("Url", "")]
    [InlineData("Url", "ftp://example.org/")]
    [InlineData("Url", "http://example.org/")]
    [InlineData("Url", "https://user@example.org/")]
    [InlineData("Secrets:0", "secret")]
    [InlineData("Secrets:0", "whsec_dG9vIHNob3J0")]
    [InlineData("Secrets:0", "@Microsoft.KeyVault(SecretUri=https://vault.example/secrets/callback-secret)")]
    [InlineData("Secrets:0", "whsec_<generated: 32 bytes>")]
    [InlineData("Events:0", "badge.seen")]
    public void A_wrong_setting_of_an_endpoint_is_named(string name, string value)
    {
        _settings[$"Callbacks:Endpoints:0:{name}"] = value;

        var error = Assert.Single(Read().Errors);

        Assert.StartsWith($"Callbacks:Endpoints:0:{name} ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Name", "Callbacks:Endpoints:0:Name")]
    [InlineData("Url", "Callbacks:Endpoints:0:Url")]
    [InlineData("Secrets:0", "Callbacks:Endpoints:0:Secrets")]
    public void A_missing_setting_of_an_endpoint_is_named(string missing, string named)
    {
        _settings.Remove($"Callbacks:Endpoints:0:{missing}");

        Assert.StartsWith($"{named} ", Assert.Single(Read().Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:7070/callbacks")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://[::1]:80/")]
    public void Loopback_needs_no_TLS(string url)
    {
        _settings["Callbacks:Endpoints:0:Url"] = url;

        Assert.Empty(Read().Errors);
    }

    [Fact]
    public void Every_wrong_setting_is_named_and_no_value_is_shown()
    {
        _settings["Callbacks:Endpoints:0:Url"] = "wrong";
        _settings["Callbacks:Endpoints:0:Secrets:1"] = "wrong";
        Add(Endpoint(1, "wrong "));
        _settings["Callbacks:Endpoints:1:Secrets:1"] = Secret;
        _settings["Callbacks:Endpoints:1:Secrets:2"] = Secret;
        Add(Endpoint(2, "crm"));
        _settings["Callbacks:Timeout"] = "wrong";

        var (_, errors) = Read();

        Assert.Equal(
            [
                "Callbacks:Endpoints:0:Secrets:1", "Callbacks:Endpoints:0:Url", "Callbacks:Endpoints:1:Name", "Callbacks:Endpoints:1:Secrets",
                "Callbacks:Endpoints:2:Name", "Callbacks:Timeout",
            ],
            errors.Select(error => error.Split(' ')[0]).Order(StringComparer.Ordinal));
        Assert.All(errors, error => Assert.DoesNotContain("wrong", error, StringComparison.Ordinal));
    }

    private static Dictionary<string, string?> Endpoint(int index, string name) => new()
    {
        [$"Callbacks:Endpoints:{index}:Name"] = name,
        [$"Callbacks:Endpoints:{index}:Url"] = $"https://example.org/{name}",
        [$"Callbacks:Endpoints:{index}:Secrets:0"] = Secret,
    };

    private void Add(Dictionary<string, string?> settings) => settings.ToList().ForEach(setting => _settings.Add(setting.Key, setting.Value));

    private (CallbackOptions Options, IReadOnlyList<string> Errors) Read()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(_settings).Build();
        var reader = new SettingsReader<CallbackOptions>(configuration.GetSection(CallbackOptions.Section));
        var options = new CallbackOptions();
        reader.Configure(options);
        return (options, [.. reader.Validate(null, options).Failures ?? []]);
    }
}
