using BadgeFunctions.Functions.Settings;

namespace BadgeFunctions.Functions.Members;

/// <summary>Members, their sessions and "My badges".</summary>
internal static class MembersRegistration
{
    public static IServiceCollection AddMembers(this IServiceCollection services) => services
        .AddSettings<SignInOptions>(SignInOptions.Section)
        .AddSingleton<SignInLimits>()
        .AddSingleton<SignInLinks>()
        .AddSingleton<MailClaimsAgain>()
        .AddSingleton<AddressLinks>()
        .AddSingleton<WalletLinks>()
        .AddSingleton<AfterSignIn>()
        .AddSingleton<Session>();
}
