using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.EmbeddedHost;

/// <summary>Adds middleware to the invocation pipeline.</summary>
public static class MiddlewareWorkerApplicationBuilderExtensions
{
    /// <summary>Adds a middleware type, as a singleton.</summary>
    /// <returns>The builder.</returns>
    public static IFunctionsWorkerApplicationBuilder UseMiddleware<T>(this IFunctionsWorkerApplicationBuilder builder)
        where T : class, IFunctionsWorkerMiddleware
    {
        builder.Services.AddSingleton<T>();
        return builder.Use(next => context => Resolve<T>(context).Invoke(context, next));
    }

    /// <summary>Adds a middleware type, as a singleton, for the invocations that the predicate picks.</summary>
    /// <returns>The builder.</returns>
    public static IFunctionsWorkerApplicationBuilder UseWhen<T>(
        this IFunctionsWorkerApplicationBuilder builder, Func<FunctionContext, bool> predicate)
        where T : class, IFunctionsWorkerMiddleware
    {
        ArgumentNullException.ThrowIfNull(predicate);

        builder.Services.AddSingleton<T>();
        return builder.Use(next => context =>
            predicate(context) ? Resolve<T>(context).Invoke(context, next) : next(context));
    }

    /// <summary>Adds an inline middleware.</summary>
    /// <returns>The builder.</returns>
    public static IFunctionsWorkerApplicationBuilder UseMiddleware(
        this IFunctionsWorkerApplicationBuilder builder, Func<FunctionContext, Func<Task>, Task> middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);

        return builder.Use(next => context => middleware(context, () => next(context)));
    }

    /// <summary>Adds an inline middleware for the invocations that the predicate picks.</summary>
    /// <returns>The builder.</returns>
    public static IFunctionsWorkerApplicationBuilder UseWhen(
        this IFunctionsWorkerApplicationBuilder builder,
        Func<FunctionContext, bool> predicate,
        Func<FunctionContext, Func<Task>, Task> middleware)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        ArgumentNullException.ThrowIfNull(middleware);

        return builder.Use(next => context =>
            predicate(context) ? middleware(context, () => next(context)) : next(context));
    }

    private static T Resolve<T>(FunctionContext context)
        where T : notnull => context.InstanceServices.GetRequiredService<T>();
}
