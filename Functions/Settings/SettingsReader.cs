using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Settings;

/// <summary>
/// Reads one section of the configuration into its options. Unlike the configuration's own binder it goes on after a value that
/// cannot be read, does not pass over such a value in a list, and names every setting that is missing or wrong.
/// </summary>
internal sealed class SettingsReader<TOptions>(IConfigurationSection section) : IConfigureOptions<TOptions>, IValidateOptions<TOptions>
    where TOptions : class
{
    // What App Service leaves in place of a secret that it could not read.
    private const string KeyVaultReference = "@Microsoft.KeyVault(";

    // What local.settings.sample.json has in place of a secret.
    private const string Placeholder = "<generated";

    public void Configure(TOptions options) => Read(options, section, []);

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        List<string> errors = [];
        Read(options, section, errors);
        List<ValidationResult> results = [];
        var context = new ValidationContext(options);
        if (!Validator.TryValidateObject(options, context, results, validateAllProperties: true)
            && results.Any(result => result.MemberNames.Any())
            && options is IValidatableObject whole)
        {
            // The validator asks the object itself only once its properties are right.
            results.AddRange(whole.Validate(context));
        }

        errors.AddRange(results.Select(result => Describe(options, result)).Where(error => !errors.Any(known => IsAboutTheSame(known, error))));
        return errors.Count > 0 ? ValidateOptionsResult.Fail(errors.Distinct()) : ValidateOptionsResult.Success;
    }

    // A value that could not be read also looks missing.
    private static bool IsAboutTheSame(string known, string error) => known.StartsWith(error.Split(' ')[0], StringComparison.Ordinal);

    private static string? ReasonAgainst(string? value) => value switch
    {
        null => null,
        _ when value.StartsWith(KeyVaultReference, StringComparison.OrdinalIgnoreCase) =>
            "is a Key Vault reference that could not be resolved: the vault cannot be reached, the secret is not there, or the app's "
            + "identity may not read it",
        _ when value.Contains(Placeholder, StringComparison.OrdinalIgnoreCase) => "is still the sample's placeholder",
        _ => null,
    };

    private static bool IsList(PropertyInfo property, out Type element)
    {
        var isList = property.PropertyType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(IList<>);
        element = isList ? property.PropertyType.GetGenericArguments()[0] : property.PropertyType;
        return isList;
    }

    private static void Read(object options, IConfigurationSection section, List<string> errors)
    {
        foreach (var property in options.GetType().GetProperties().Where(property => property.CanWrite))
        {
            var setting = section.GetSection(property.Name);
            if (IsList(property, out var element))
            {
                var values = setting.GetChildren().Select(child => ReadElement(child, element, errors)).Where(value => value is not null).ToArray();
                if (values.Length > 0)
                {
                    property.SetValue(options, ListOf(element, values));
                }
            }
            else if (ReadValue(setting, element, errors) is { } value)
            {
                property.SetValue(options, value);
            }
        }
    }

    // A list's element is a value, or an object whose properties are settings of their own.
    private static object? ReadElement(IConfigurationSection setting, Type type, List<string> errors)
    {
        if (TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string)))
        {
            return ReadValue(setting, type, errors);
        }

        var element = Activator.CreateInstance(type)!;
        Read(element, setting, errors);
        return element;
    }

    private static Array ListOf(Type element, object?[] values)
    {
        var list = Array.CreateInstance(element, values.Length);
        values.CopyTo(list, 0);
        return list;
    }

    private static object? ReadValue(IConfigurationSection setting, Type type, List<string> errors)
    {
        if (ReasonAgainst(setting.Value) is { } reason)
        {
            errors.Add($"{setting.Path} {reason}.");
            return null;
        }

        try
        {
            return setting.Value is null ? null : setting.Get(type);
        }
        catch (InvalidOperationException)
        {
            // Not the exception's message: it shows the value.
            errors.Add($"{setting.Path} cannot be read as {(Nullable.GetUnderlyingType(type) ?? type).Name}.");
            return null;
        }
    }

    private string Describe(TOptions options, ValidationResult result) => result.MemberNames.FirstOrDefault() switch
    {
        null => result.ErrorMessage!,
        var member when typeof(TOptions).GetProperty(member)?.GetValue(options) is null or "" => $"{section.Path}:{member} is missing.",
        var member => $"{section.Path}:{member} is wrong: {result.ErrorMessage}",
    };
}
