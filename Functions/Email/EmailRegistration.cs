using BadgeFunctions.Functions.Email.Templates;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Email;

/// <summary>E-mail: its templates, the port to SendGrid, and sending once.</summary>
internal static class EmailRegistration
{
    public static IServiceCollection AddEmail(this IServiceCollection services)
    {
        services.AddOptions<EmailOptions>().BindConfiguration(EmailOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SendGridOptions>().BindConfiguration(SendGridOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpClient<IEmailSender, SendGridEmailSender>((provider, http) =>
            http.Timeout = provider.GetRequiredService<IOptions<SendGridOptions>>().Value.Timeout);
        return services
            .AddSingleton<EmailTemplates>()
            .AddSingleton<EmailDeliveries>()
            .AddTransient<OnceOnlySender>();
    }
}
