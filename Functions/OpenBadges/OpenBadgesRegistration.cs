using BadgeFunctions.Functions.Settings;
using BadgeFunctions.Functions.Storage;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>Open Badges 3.0 credentials.</summary>
internal static class OpenBadgesRegistration
{
    public static IServiceCollection AddOpenBadges(this IServiceCollection services) => services
        .AddSettings<OpenBadgesOptions>(OpenBadgesOptions.Section)
        .AddSingleton<IJwtSigner, LocalJwtSigner>()
        .AddSingleton<IssuerKeys>()
        .AddSingleton<CredentialIssuer>()
        .AddTable(CredentialTable.Table)
        .AddSingleton<CredentialTable>()
        .AddSingleton<StatusLists>();
}
