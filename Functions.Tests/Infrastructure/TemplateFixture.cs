namespace BadgeFunctions.Functions.Tests.Infrastructure;

/// <summary>The template, compiled once.</summary>
public sealed class TemplateFixture : IAsyncLifetime
{
    internal ArmTemplate Main { get; private set; } = null!;

    public async Task InitializeAsync() => Main = await ArmTemplate.CompileAsync("main.bicep");

    public Task DisposeAsync() => Task.CompletedTask;
}
