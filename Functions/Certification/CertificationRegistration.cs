using BadgeFunctions.Functions.Settings;

namespace BadgeFunctions.Functions.Certification;

/// <summary>The certification system's side.</summary>
internal static class CertificationRegistration
{
    public static IServiceCollection AddCertification(this IServiceCollection services)
    {
        services.AddSettings<AwardsOptions>(AwardsOptions.Section);
        return services.AddSingleton<ReceiveAward>().AddSingleton<ReceiveEvent>().AddSingleton<MemberChange>();
    }
}
