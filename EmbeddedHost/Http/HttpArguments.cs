using System.Globalization;
using System.Reflection;
using BadgeFunctions.EmbeddedHost.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace BadgeFunctions.EmbeddedHost.Http;

/// <summary>The parameters of an HTTP function: the request, the durable client, and the route's values by name.</summary>
internal static class HttpArguments
{
    public static ArgumentSource? For(FunctionDescriptor function, HttpTriggerAttribute trigger, ParameterInfo parameter)
    {
        if (function.IsTriggerParameter(parameter) || parameter.ParameterType == typeof(HttpRequest))
        {
            return parameter.ParameterType == typeof(HttpRequest) ? static invocation => Context(invocation).Request : null;
        }

        return CommonArguments.ForDurableClient(parameter) ?? ForRouteValue(HttpRouteTemplate.Of(function, trigger), parameter);
    }

    private static ArgumentSource? ForRouteValue(string template, ParameterInfo parameter)
    {
        if (RouteParameter(template, parameter.Name!) is not { } routeParameter
            || RouteValueConverter.To(parameter.ParameterType) is not { } convert)
        {
            return null;
        }

        var canBeNull = !parameter.ParameterType.IsValueType || Nullable.GetUnderlyingType(parameter.ParameterType) is not null;
        if (routeParameter.IsOptional && !canBeNull && !parameter.HasDefaultValue)
        {
            return null;
        }

        var absent = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        return invocation => Read(Context(invocation).Request.RouteValues, routeParameter.Name, convert, absent);
    }

    private static object? Read(RouteValueDictionary values, string name, Func<string, object?> convert, object? absent)
    {
        if (Convert.ToString(values[name], CultureInfo.InvariantCulture) is not { Length: > 0 } text)
        {
            return absent;
        }

        return convert(text) ?? throw new BadHttpRequestException($"The route value '{name}' is not valid.");
    }

    private static RoutePatternParameterPart? RouteParameter(string template, string name) =>
        HttpRouteTemplate.TryParse(template)?.Parameters.FirstOrDefault(part =>
            part.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static HttpContext Context(FunctionInvocation invocation) => (HttpContext)invocation.Trigger;
}
