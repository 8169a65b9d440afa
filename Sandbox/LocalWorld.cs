using BadgeFunctions.Sandbox.Processes;
using BadgeFunctions.Sandbox.Settings;

namespace BadgeFunctions.Sandbox;

/// <summary>Everything on this machine: Azurite and the function app as processes, the stand-ins in this one.</summary>
internal sealed class LocalWorld : IAsyncDisposable
{
    private readonly AzuriteProcess _azurite;
    private readonly FunctionAppProcess _app;

    private LocalWorld(AzuriteProcess azurite, SandboxApplication sandbox, FunctionAppProcess app) =>
        (_azurite, Sandbox, _app) = (azurite, sandbox, app);

    public SandboxApplication Sandbox { get; }
    public string TablesConnectionString => _azurite.ConnectionString;

    /// <summary>Starts everything, on the usual ports or the next free ones.</summary>
    public static async Task<LocalWorld> StartAsync(
        string folder, string data, AppHost host, Action<string> say, CancellationToken cancellationToken)
    {
        var settings = LocalSettings.ReadOrCreate(folder);
        var logs = Path.Combine(data, "logs");
        // The app first: the Sandbox must not take its usual port when its own is taken.
        var appPort = Choose("The function app", 7071, say);
        var sandboxPort = Choose("The Sandbox", 7070, say);
        var ports = new AzuritePorts(Choose("Azurite", 10002, say));
        if (host is AppHost.Func)
        {
            ports = ports with { Blob = Choose("Azurite's Blob service", 10000, say), Queue = Choose("Azurite's Queue service", 10001, say) };
        }

        say("Starting Azurite (Table storage)");
        var azurite = await AzuriteProcess.StartAsync(
            ports, Path.Combine(data, "azurite"), Path.Combine(logs, "azurite.log"), cancellationToken);
        SandboxApplication? sandbox = null;
        try
        {
            say("Starting the stand-ins (certification system, inbox, Credly)");
            var options = OptionsOf(settings) with { Url = $"http://127.0.0.1:{sandboxPort}", DataFolder = Path.Combine(data, "sandbox") };
            sandbox = await SandboxApplication.StartAsync(options, TimeProvider.System, cancellationToken);
            sandbox.Addresses.App = $"http://localhost:{appPort}";
            say($"Starting the function app ({Described(host)})");
            var app = await FunctionAppProcess.StartAsync(
                sandbox.Addresses.App,
                Path.Combine(data, "app"),
                Path.Combine(logs, "app.log"),
                AppSettings(host, settings, azurite.ConnectionString, sandbox),
                cancellationToken,
                host);
            sandbox.CredlyWebhooks.Resume();
            return new LocalWorld(azurite, sandbox, app);
        }
        catch
        {
            await (sandbox?.DisposeAsync() ?? ValueTask.CompletedTask);
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the settings file says that the Sandbox and the app agree on.</summary>
    public static SandboxOptions OptionsOf(LocalSettings settings) => new()
    {
        SendGridApiKey = settings["SendGrid__ApiKey"],
        CredlyOrganizationId = settings["Credly__OrganizationId"],
        CredlyToken = settings["Credly__AuthorizationToken"],
        WebhookSecret = settings["Awards__WebhookSecrets__0"],
        // Commits that the load program compares with may have no such setting.
        CallbackSecret = settings.All.GetValueOrDefault("Callbacks__Endpoints__0__Secrets__0", ""),
        CredlyFunctionKey = FunctionKeyOf(settings, "CredlyWebhook__credly"),
        CertificationFunctionKey = FunctionKeyOf(settings, "BadgeStatus__certification"),
    };

    // Of the commits that the load program compares with, some have one key for all callers.
    private static string FunctionKeyOf(LocalSettings settings, string name) =>
        settings.All.GetValueOrDefault($"FunctionKeys__{name}") ?? settings["FunctionKeys__default"];

    /// <summary>Who calls first, what is called last.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Sandbox.DisposeAsync();
        await _azurite.DisposeAsync();
    }

    /// <summary>The settings that point the app at this machine.</summary>
    private static Dictionary<string, string> AppSettings(AppHost host, LocalSettings settings, string storage, SandboxApplication sandbox)
    {
        // The package has no local.settings.json. Variables that are set win, as they do over the file.
        var values = host is AppHost.Local
            ? []
            : settings.All.Where(one => Environment.GetEnvironmentVariable(one.Key) is null).ToDictionary();
        values["AzureWebJobsStorage"] = storage;
        values["Tables__ConnectionString"] = storage;
        values["SendGrid__Host"] = sandbox.Addresses.Sandbox;
        values["SendGrid__WebhookPublicKeys__0"] = sandbox.SendGridEvents.PublicKey;
        values["Credly__BaseAddress"] = $"{sandbox.Addresses.Sandbox}/v1/";
        values["Callbacks__Endpoints__0__Url"] = $"{sandbox.Addresses.Sandbox}/callbacks/certification";
        return values;
    }

    private static string Described(AppHost host) => host switch
    {
        AppHost.Local => "the embedded host, in one process",
        AppHost.Package => "the published package on the embedded host",
        _ => "the published package on Azure Functions Core Tools",
    };

    private static int Choose(string what, int wanted, Action<string> say)
    {
        var port = Ports.FreeFrom(wanted);
        if (port != wanted)
        {
            say($"Port {wanted} is taken; {what} uses {port}.");
        }

        return port;
    }
}
