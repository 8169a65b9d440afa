using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Settings;

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
