using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Credly;
using BadgeFunctions.Sandbox.Credly.Api;
using BadgeFunctions.Sandbox.Credly.Members;
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

    public Addresses Addresses => Get<Addresses>();
    public Mailbox Mailbox => Get<Mailbox>();
    public CredlyStandIn Credly => Get<CredlyStandIn>();
    public CredlyLimit CredlyLimit => Get<CredlyLimit>();
    public CredlySignIn CredlySignIn => Get<CredlySignIn>();
    public CredlyWebhooks CredlyWebhooks => Get<CredlyWebhooks>();
    public CredlyTokens CredlyTokens => Get<CredlyTokens>();
    public SendGridEvents SendGridEvents => Get<SendGridEvents>();
    public CertificationSystem Certification => Get<CertificationSystem>();
    public SentWebhooks SentWebhooks => Get<SentWebhooks>();
    public FirstSteps FirstSteps => Get<FirstSteps>();
    public CallbackReceiver Callbacks => Get<CallbackReceiver>();
    public FaultQueue Faults => Get<FaultQueue>();

    /// <summary>Starts the stand-ins; <see cref="Addresses.App"/> is set by whoever starts the app.</summary>
    public static async Task<SandboxApplication> StartAsync(SandboxOptions options, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(options.Url);
        builder.Services.AddSingleton(options).AddSingleton(clock).AddSingleton<Addresses>().AddSingleton<StateFile>().AddSingleton<FaultQueue>();
        builder.Services.AddSingleton<Mailbox>().AddSingleton<SendGridEvents>();
        builder.Services.AddSingleton<SentWebhooks>().AddSingleton<FirstSteps>().AddSingleton<CallbackReceiver>().AddHttpClient<CertificationSystem>();
        builder.Services.AddSingleton<CredlyStandIn>().AddSingleton<CredlyWebhooks>().AddSingleton<CredlyNotifications>();
        builder.Services.AddSingleton<CredlyLinks>().AddSingleton<CredlyDocuments>().AddSingleton<CredlyPages>();
        builder.Services.AddSingleton<CredlyTokens>().AddSingleton<CredlySignIn>();
        // By the real clock also where tests set another: what is measured are real requests.
        builder.Services.AddSingleton(new CredlyLimit(TimeProvider.System));
        // The outside world knows nothing of the app's traces.
        builder.Services.ConfigureHttpClientDefaults(client => client.ConfigurePrimaryHttpMessageHandler(
            () => new SocketsHttpHandler { ActivityHeadersPropagator = null, AllowAutoRedirect = false }));
        builder.Services.AddRazorComponents();
        // What protects nothing here must leave no keys behind.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();

        var app = builder.Build();
        app.UseCredlyPaths();
        app.UseMiddleware<FaultMiddleware>();
        // After what changes paths; by itself it would come first.
        app.UseRouting();
        app.MapGet("/sandbox.css", () => Results.Bytes(EmbeddedFile.Read("sandbox.css"), "text/css"));
        app.MapGet("/sandbox.js", () => Results.Bytes(EmbeddedFile.Read("sandbox.js"), "text/javascript"));
        app.MapCallbacks();
        app.MapSendGridApi();
        app.MapEmailPreviews();
        app.MapCredlyApi();
        // The Sandbox listens on loopback only.
        var pages = app.MapGroup("").DisableAntiforgery();
        pages.MapInbox();
        pages.MapCertification();
        pages.MapOrganizationAdministration();
        pages.MapAccounts();
        pages.MapMemberBadges();
        pages.MapSettings();
        pages.MapFaults();
        await app.StartAsync(cancellationToken);
        app.Services.GetRequiredService<Addresses>().Sandbox = app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        return new SandboxApplication(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();
}
