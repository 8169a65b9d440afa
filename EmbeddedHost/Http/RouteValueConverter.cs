using System.Globalization;

namespace BadgeFunctions.EmbeddedHost.Http;

/// <summary>Converts a route value, which is text, to the type of the parameter that takes it.</summary>
internal static class RouteValueConverter
{
    private static readonly Dictionary<Type, Func<string, object?>> Conversions = new()
    {
        [typeof(string)] = text => text,
        [typeof(Guid)] = text => Guid.TryParse(text, out var value) ? value : null,
        [typeof(int)] = text => int.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null,
        [typeof(long)] = text => long.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null,
        [typeof(bool)] = text => bool.TryParse(text, out var value) ? value : null,
    };

    /// <summary>The conversion to a type or to its nullable form; it answers null for text that is no such value.</summary>
    public static Func<string, object?>? To(Type type) =>
        Conversions.GetValueOrDefault(Nullable.GetUnderlyingType(type) ?? type);
}
