using BadgeFunctions.Functions.Email.Templates;
using BadgeFunctions.Functions.Settings;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Email;

/// <summary>E-mail: its templates and the port to SendGrid.</summary>
internal static class EmailRegistration
{
    public static IServiceCollection AddEmail(this IServiceCollection services)
    {
        services.AddSettings<EmailOptions>(EmailOptions.Section);
        services.AddSettings<SendGridOptions>(SendGridOptions.Section);
        services.AddHttpClient<IEmailSender, SendGridEmailSender>((provider, http) =>
            http.Timeout = provider.GetRequiredService<IOptions<SendGridOptions>>().Value.Timeout);
        return services
            .AddSingleton<EmailTemplates>();
    }
}
