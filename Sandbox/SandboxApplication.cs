using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Credly;
using BadgeFunctions.Sandbox.Credly.Api;
using BadgeFunctions.Sandbox.Credly.Api.Tokens;
using BadgeFunctions.Sandbox.Credly.Members;
using BadgeFunctions.Sandbox.Credly.Webhooks;
using BadgeFunctions.Sandbox.Faults;
using BadgeFunctions.Sandbox.Inbox;
using BadgeFunctions.Sandbox.State;
using BadgeFunctions.Sandbox.Web;
using Microsoft.AspNetCore.DataProtection;

namespace BadgeFunctions.Sandbox;

/// <summary>The stand-ins in one web application: started by <c>run.sh</c> for people, and by tests in their own process.</summary>
internal sealed class SandboxApplication : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SandboxApplication(WebApplication app) => _app = app;

    public Addresses Addresses => _app.Services.GetRequiredService<Addresses>();

    public Mailbox Mailbox => _app.Services.GetRequiredService<Mailbox>();

    public CredlyStandIn Credly => _app.Services.GetRequiredService<CredlyStandIn>();

    public CredlyLimit CredlyLimit => _app.Services.GetRequiredService<CredlyLimit>();

    public CredlySignIn CredlySignIn => _app.Services.GetRequiredService<CredlySignIn>();

    public CredlyWebhooks CredlyWebhooks => _app.Services.GetRequiredService<CredlyWebhooks>();

    public CredlyTokens CredlyTokens => _app.Services.GetRequiredService<CredlyTokens>();

    public WebhookSender WebhookSender => _app.Services.GetRequiredService<WebhookSender>();

    public SendGridEvents SendGridEvents => _app.Services.GetRequiredService<SendGridEvents>();

    public CertificationSystem Certification => _app.Services.GetRequiredService<CertificationSystem>();

    public SentWebhooks SentWebhooks => _app.Services.GetRequiredService<SentWebhooks>();

    public CallbackReceiver Callbacks => _app.Services.GetRequiredService<CallbackReceiver>();

    public FaultQueue Faults => _app.Services.GetRequiredService<FaultQueue>();

    /// <summary>Starts the stand-ins; <see cref="Addresses.App"/> is set by whoever starts the app.</summary>
    public static async Task<SandboxApplication> StartAsync(SandboxOptions options, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(options.Url);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<Addresses>();
        builder.Services.AddSingleton<StateFile>();
        builder.Services.AddSingleton<Mailbox>();
        builder.Services.AddSingleton<FaultQueue>();
        builder.Services.AddSingleton<CredlyStandIn>();
        builder.Services.AddCredlyApi();
        builder.Services.AddSingleton<CredlyNotifications>();
        builder.Services.AddSingleton<CredlyWebhooks>();
        builder.Services.AddSingleton<WebhookSender>();

        // The outside world knows nothing of the app's traces.
        builder.Services.ConfigureHttpClientDefaults(client => client.ConfigurePrimaryHttpMessageHandler(
            () => new SocketsHttpHandler { ActivityHeadersPropagator = null, AllowAutoRedirect = false }));
        builder.Services.AddHttpClient(WebhookSender.Client);
        builder.Services.AddSingleton<SendGridEvents>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<SendGridEvents>());
        builder.Services.AddHttpClient<CertificationSystem>();
        builder.Services.AddSingleton<CallbackReceiver>();
        builder.Services.AddSingleton<CredlySessions>();
        builder.Services.AddSingleton<EmailConfirmations>();
        builder.Services.AddSingleton<AccountMerges>();
        builder.Services.AddSingleton<CredlyPages>();
        builder.Services.AddSingleton<SettingsPages>();
        builder.Services.AddSingleton<SentWebhooks>();
        builder.Services.AddRazorComponents();
        // What protects nothing here must leave no keys behind.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();

        var app = builder.Build();
        app.UseMiddleware<CredlyPaths>();
        app.UseMiddleware<FaultMiddleware>();
        // After what changes paths; by itself it would come first.
        app.UseRouting();
        app.MapGet("/sandbox.css", () => Results.Bytes(EmbeddedFile.Read("sandbox.css"), "text/css"));
        app.MapGet("/credly/credly.css", () => Results.Bytes(EmbeddedFile.Read("credly.css"), "text/css"));
        app.MapCertification();
        app.MapCallbacks();
        app.MapSendGridApi();
        app.MapInbox();
        app.MapCredlyApi();
        app.MapOrganizationAdministration();
        app.MapTemplateAdministration();
        app.MapWebhookAdministration();
        app.MapAccounts();
        app.MapMemberBadges();
        app.MapSettings();
        app.MapEmailAddresses();
        app.MapMerging();
        app.MapFaults();
        await app.StartAsync(cancellationToken);
        app.Services.GetRequiredService<Addresses>().Sandbox = app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        return new SandboxApplication(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
