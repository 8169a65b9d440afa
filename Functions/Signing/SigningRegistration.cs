namespace BadgeFunctions.Functions.Signing;

/// <summary>The signatures on what leaves the app and comes back.</summary>
internal static class SigningRegistration
{
    public static IServiceCollection AddSigning(this IServiceCollection services)
    {
        services.AddOptions<SigningOptions>().BindConfiguration(SigningOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<Signer>();
    }
}
