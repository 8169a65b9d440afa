using BadgeFunctions.Functions.Awards;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Callbacks;
using BadgeFunctions.Functions.Claims;
using BadgeFunctions.Functions.Credly;
using BadgeFunctions.Functions.Email;
using BadgeFunctions.Functions.Issuing;
using BadgeFunctions.Functions.Members;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.Settings;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Storage;
using BadgeFunctions.Functions.Telemetry;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BadgeFunctions.Functions;

/// <summary>Everything that the app is made of; <c>Program.cs</c> and the tests start from it.</summary>
internal static class BadgeApp
{
    public static FunctionsApplicationBuilder AddBadgeApp(this FunctionsApplicationBuilder builder)
    {
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<HttpErrors>();

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddTelemetry(builder.Configuration);
        builder.Services.AddStorage();
        builder.Services.AddSigning();
        builder.Services.AddBadges();
        builder.Services.AddAwards();
        builder.Services.AddIssuing();
        builder.Services.AddClaims();
        builder.Services.AddCredly();
        builder.Services.AddOpenBadges();
        builder.Services.AddEmail();
        builder.Services.AddMembers();
        builder.Services.AddCallbacks();
        builder.Services.AddWeb();
        builder.Services.ReportSettingsTogether();
        return builder;
    }
}
