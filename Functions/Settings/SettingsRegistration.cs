using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Settings;

/// <summary>Settings: read from their section, checked when the app starts, and named in one message when they are wrong.</summary>
internal static class SettingsRegistration
{
    /// <summary>Binds a section of the configuration and checks it at start.</summary>
    public static IServiceCollection AddSettings<TOptions>(this IServiceCollection services, string section)
        where TOptions : class
    {
        services.AddSingleton<IConfigureOptions<TOptions>>(provider => Reader<TOptions>(provider, section));
        services.AddSingleton<IValidateOptions<TOptions>>(provider => Reader<TOptions>(provider, section));
        services.AddSingleton<IOptionsChangeTokenSource<TOptions>>(provider =>
            new ConfigurationChangeTokenSource<TOptions>(provider.GetRequiredService<IConfiguration>().GetSection(section)));
        services.AddOptions<TOptions>().ValidateOnStart();
        return services;
    }

    /// <summary>Makes one message of all that is wrong; comes after every <see cref="AddSettings"/>.</summary>
    public static IServiceCollection ReportSettingsTogether(this IServiceCollection services)
    {
        var validator = services.Last(service => service.ServiceType == typeof(IStartupValidator)).ImplementationType!;
        return services.Replace(ServiceDescriptor.Singleton<IStartupValidator>(provider =>
            new SettingsValidator((IStartupValidator)ActivatorUtilities.CreateInstance(provider, validator))));
    }

    private static SettingsReader<TOptions> Reader<TOptions>(IServiceProvider provider, string section)
        where TOptions : class => new(provider.GetRequiredService<IConfiguration>().GetSection(section));
}

/// <summary>Checks all settings when the app starts.</summary>
internal sealed class SettingsValidator(IStartupValidator validator) : IStartupValidator
{
    /// <exception cref="StartException">Names every setting that is missing or wrong.</exception>
    public void Validate()
    {
        try
        {
            validator.Validate();
        }
        catch (OptionsValidationException e)
        {
            throw Refusal([e]);
        }
        catch (AggregateException e) when (e.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            throw Refusal(e.InnerExceptions.Cast<OptionsValidationException>());
        }
    }

    private static StartException Refusal(IEnumerable<OptionsValidationException> refusals)
    {
        var errors = refusals.SelectMany(refusal => refusal.Failures).Distinct().Order(StringComparer.Ordinal).ToList();
        return new StartException(
            $"The app cannot start: {errors.Count} {(errors.Count == 1 ? "setting is" : "settings are")} missing or wrong "
            + $"(in an environment variable or an app setting, write '__' for ':').{string.Concat(errors.Select(error => $"\n- {error}"))}");
    }
}

/// <summary>The app cannot start as it is set up; the message is for whoever set it up.</summary>
internal sealed class StartException(string message) : Exception(message);
