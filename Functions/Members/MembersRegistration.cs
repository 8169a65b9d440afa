namespace BadgeFunctions.Functions.Members;

/// <summary>Members, their sessions and "My badges".</summary>
internal static class MembersRegistration
{
    public static IServiceCollection AddMembers(this IServiceCollection services) => services
        .AddSingleton<SignInLinks>()
        .AddSingleton<Session>();
}
