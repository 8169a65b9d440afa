using System.Linq.Expressions;
using System.Reflection;

namespace BadgeFunctions.EmbeddedHost.Functions;

/// <summary>A function's method behind one signature, compiled: orchestrators run it on every replay.</summary>
internal static class FunctionMethod
{
    /// <summary>Calls the method; the task completes with what it returns, or null.</summary>
    internal delegate Task<object?> Call(object? target, object?[] arguments);

    public static bool CanReturn(Type type) =>
        type == typeof(void) || type == typeof(Task) || IsTaskOfResult(type) || !LooksAwaitable(type);

    public static Call Compile(MethodInfo method)
    {
        var target = Expression.Parameter(typeof(object), "target");
        var arguments = Expression.Parameter(typeof(object?[]), "arguments");

        var call = Expression.Call(
            method.IsStatic ? null : Expression.Convert(target, method.DeclaringType!),
            method,
            method.GetParameters().Select((parameter, index) => Expression.Convert(
                Expression.ArrayIndex(arguments, Expression.Constant(index)), parameter.ParameterType)));

        return Expression.Lambda<Call>(ToTask(call, method.ReturnType), target, arguments).Compile();
    }

    private static Expression ToTask(Expression call, Type type)
    {
        if (type == typeof(void))
        {
            return Expression.Block(call, Expression.Constant(Task.FromResult<object?>(null)));
        }

        if (type == typeof(Task))
        {
            return Expression.Call(Method(nameof(WithoutResultAsync)), call);
        }

        return IsTaskOfResult(type)
            ? Expression.Call(Method(nameof(WithResultAsync)).MakeGenericMethod(type.GetGenericArguments()), call)
            : Expression.Call(Method(nameof(Completed)), Expression.Convert(call, typeof(object)));
    }

    private static bool IsTaskOfResult(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>);

    private static bool LooksAwaitable(Type type) =>
        type.GetMethod(nameof(Task.GetAwaiter)) is not null
        || type.GetInterfaces().Append(type).Any(contract =>
            contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));

    private static MethodInfo Method(string name) =>
        typeof(FunctionMethod).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;

    private static Task<object?> Completed(object? result) => Task.FromResult(result);

    private static async Task<object?> WithoutResultAsync(Task task)
    {
        await task;
        return null;
    }

    private static async Task<object?> WithResultAsync<T>(Task<T> task) => await task;
}
