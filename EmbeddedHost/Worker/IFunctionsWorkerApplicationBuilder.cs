using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.EmbeddedHost;

/// <summary>Collects the services and the invocation pipeline of a function app.</summary>
public interface IFunctionsWorkerApplicationBuilder
{
    /// <summary>The app's services.</summary>
    IServiceCollection Services { get; }

    /// <summary>Adds a middleware; the one that is added first runs outermost.</summary>
    /// <param name="middleware">Makes the middleware from what follows it.</param>
    /// <returns>This builder.</returns>
    IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware);
}
