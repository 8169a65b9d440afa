using System.Globalization;

namespace BadgeFunctions.Sandbox.Faults;

/// <summary>A fault as it is asked for on <c>/faults</c>, by form or as JSON.</summary>
internal sealed record FaultOrder(string? Target, FaultKind? Kind, int Times = 1, int Status = 503, int? RetryAfter = null, int Delay = 0)
{
    /// <summary>The calls that can be made to fail, by name.</summary>
    public static IReadOnlyDictionary<string, (string Method, string Path)> Targets { get; } =
        new Dictionary<string, (string, string)>
        {
            ["Credly: issue a badge"] = ("POST", "/v1/"),
            ["Credly: read"] = ("GET", "/v1/"),
            ["SendGrid: send an e-mail"] = ("POST", "/v3/mail/send"),
            ["SendGrid: look an e-mail up"] = ("GET", "/v3/messages"),
        };

    public static FaultOrder From(IFormCollection form) => new(
        form["target"].ToString(),
        Enum.TryParse<FaultKind>(form["kind"], out var kind) ? kind : null,
        Number(form, "times") ?? 0,
        Number(form, "status") ?? 0,
        Number(form, "retryAfter"),
        Number(form, "delay") ?? 0);

    /// <summary>What is wrong with it; null for nothing.</summary>
    public string? Problem() => this switch
    {
        { Target: null } => "Choose which calls are to fail.",
        _ when !Targets.ContainsKey(Target) => $"There are no calls '{Target}'.",
        { Kind: null or FaultKind.HoldAnswer } => "Choose how they are to fail.",
        { Times: < 1 or > 100 } => "1 to 100 calls can be made to fail.",
        { Kind: FaultKind.Answer, Status: < 400 or > 599 } => "The status must be 400 to 599.",
        { RetryAfter: < 0 or > 86_400 } => "Retry-After must be 0 to 86400 seconds.",
        { Delay: < 0 or > 600_000 } => "The delay must be 0 to 600000 milliseconds.",
        _ => null,
    };

    public void Place(FaultQueue faults)
    {
        var (method, path) = Targets[Target!];
        faults.Add(method, path, new Fault(Kind!.Value, Status, RetryAfter, DelayMilliseconds: Delay), Times);
    }

    private static int? Number(IFormCollection form, string field) =>
        int.TryParse(form[field], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
