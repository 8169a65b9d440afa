using BadgeFunctions.Sandbox;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Callbacks;

/// <summary>The settings that have callbacks sent to the Sandbox.</summary>
internal static class CallbackSettings
{
    public static IEnumerable<(string Name, string? Value)> Of(
        SandboxApplication sandbox, params (string Name, IReadOnlyList<string> Events)[] endpoints) => endpoints.Index()
        .SelectMany(one => Of(sandbox, one.Item.Name, one.Item.Events).Select(
            setting => ($"Callbacks:Endpoints:{one.Index}:{setting.Name}", (string?)setting.Value)));

    private static IEnumerable<(string Name, string Value)> Of(SandboxApplication sandbox, string name, IReadOnlyList<string> events) =>
    [
        ("Name", name),
        ("Url", $"{sandbox.Addresses.Sandbox}/callbacks/{name}?from=badges"),
        ("Secrets:0", TestSettings.Sandbox.CallbackSecret),
        .. events.Select((type, index) => ($"Events:{index}", type)),
    ];
}
