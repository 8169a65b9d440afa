using BadgeFunctions.Functions.Settings;

namespace BadgeFunctions.Functions.Signing;

/// <summary>The signatures on what leaves the app and comes back.</summary>
internal static class SigningRegistration
{
    public static IServiceCollection AddSigning(this IServiceCollection services)
    {
        services.AddSettings<SigningOptions>(SigningOptions.Section);
        return services.AddSingleton<Signer>().AddSingleton<StableDigest>();
    }
}
