namespace BadgeFunctions.EmbeddedHost;

/// <summary>Turns on ASP.NET Core for HTTP functions.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>Serves HTTP functions with ASP.NET Core's request and result types.</summary>
    /// <param name="builder">The app's builder.</param>
    /// <returns>The builder.</returns>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        builder.ServeHttp();
        return builder;
    }
}
