using BadgeFunctions.Functions.Certification;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Callbacks;
using BadgeFunctions.Functions.Claims;
using BadgeFunctions.Functions.Credly;
using BadgeFunctions.Functions.Email;
using BadgeFunctions.Functions.Workflow;
using BadgeFunctions.Functions.Members;
using BadgeFunctions.Functions.Hosting;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.Settings;
using BadgeFunctions.Functions.Sharing;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Storage;
using BadgeFunctions.Functions.Telemetry;
using BadgeFunctions.Functions.Verification;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BadgeFunctions.Functions;

/// <summary>Everything that the app is made of.</summary>
internal static class BadgeApp
{
    /// <summary>Builds the app's worker.</summary>
    public static IHost Build(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.AddBadgeApp();
        return builder.Build();
    }

    /// <summary>Runs a program and prints why the app cannot start, should its settings not allow it.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Func<Task<int>> program)
    {
        try
        {
            return await program();
        }
        catch (StartException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    /// <summary>Adds the app to a worker: every host and the tests start from it.</summary>
    public static FunctionsApplicationBuilder AddBadgeApp(this FunctionsApplicationBuilder builder)
    {
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<LanguageChoice>();
        builder.UseMiddleware<HttpErrors>();

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddTelemetry(builder.Configuration);
        builder.Services.AddStorage();
        builder.Services.AddSigning();
        builder.Services.AddBadges();
        builder.Services.AddCertification();
        builder.Services.AddWorkflow();
        builder.Services.AddClaims();
        builder.Services.AddCredly();
        builder.Services.AddSharing();
        builder.Services.AddHosting();
        builder.Services.AddVerification();
        builder.Services.AddOpenBadges();
        builder.Services.AddEmail();
        builder.Services.AddMembers();
        builder.Services.AddCallbacks();
        builder.Services.AddWeb();
        builder.Services.ReportSettingsTogether();
        return builder;
    }
}
