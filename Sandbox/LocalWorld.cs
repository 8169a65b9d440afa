using BadgeFunctions.Sandbox.Certification;
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
    /// <param name="folder">The repository.</param>
    /// <param name="data">Where data and logs go.</param>
    /// <param name="say">Told what is started where.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<LocalWorld> StartAsync(string folder, string data, Action<string> say, CancellationToken cancellationToken)
    {
        var settings = LocalSettings.ReadOrCreate(folder);
        var logs = Path.Combine(data, "logs");
        // The app first: the Sandbox must not take its usual port when its own is taken.
        var appPort = Choose("The function app", 7071, say);
        var sandboxPort = Choose("The Sandbox", 7070, say, appPort);
        var tablesPort = Choose("Azurite", 10002, say);
        var azurite = await AzuriteProcess.StartAsync(
            tablesPort, Path.Combine(data, "azurite"), Path.Combine(logs, "azurite.log"), cancellationToken);
        SandboxApplication? sandbox = null;
        try
        {
            sandbox = await SandboxApplication.StartAsync(OptionsOf(settings, sandboxPort), TimeProvider.System, cancellationToken);
            sandbox.Addresses.App = $"http://localhost:{appPort}";
            var app = await FunctionAppProcess.StartAsync(
                sandbox.Addresses.App,
                Path.Combine(data, "app"),
                Path.Combine(logs, "app.log"),
                AppSettings(azurite.ConnectionString, sandbox),
                cancellationToken);
            await sandbox.Callbacks.RegisterAsync("certification", CallbackReceiver.Everything, cancellationToken);
            return new LocalWorld(azurite, sandbox, app);
        }
        catch
        {
            await (sandbox?.DisposeAsync() ?? ValueTask.CompletedTask);
            await azurite.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Sandbox.DisposeAsync();
        await _azurite.DisposeAsync();
    }

    /// <summary>The settings that point the app at this machine.</summary>
    private static Dictionary<string, string> AppSettings(string tables, SandboxApplication sandbox) => new()
    {
        ["Tables__ConnectionString"] = tables,
        ["SendGrid__Host"] = sandbox.Addresses.Sandbox,
        ["SendGrid__WebhookPublicKeys__0"] = sandbox.SendGridEvents.PublicKey,
        ["Credly__BaseAddress"] = $"{sandbox.Addresses.Sandbox}/v1/",
        ["Callbacks__AllowPrivateAddresses"] = "true",
    };

    private static SandboxOptions OptionsOf(LocalSettings settings, int port) => new()
    {
        SendGridApiKey = settings["SendGrid__ApiKey"],
        CredlyOrganizationId = settings["Credly__OrganizationId"],
        CredlyToken = settings["Credly__AuthorizationToken"],
        WebhookSecret = settings["Awards__WebhookSecrets__0"],
        FunctionKey = settings["FunctionKeys__default"],
        Url = $"http://127.0.0.1:{port}",
    };

    private static int Choose(string what, int wanted, Action<string> say, int? taken = null)
    {
        var port = Ports.FreeFrom(wanted);
        if (port == taken)
        {
            port = Ports.FreeFrom(port + 1);
        }

        if (port != wanted)
        {
            say($"Port {wanted} is taken; {what} uses {port}.");
        }

        return port;
    }
}
