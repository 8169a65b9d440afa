using System.Globalization;

namespace BadgeFunctions.Sandbox.Faults;

/// <summary>A fault as it is asked for on <c>/faults</c>, by form or as JSON.</summary>
/// <param name="Target">The name of a <see cref="FaultTarget"/>.</param>
/// <param name="Kind">How they fail.</param>
/// <param name="Times">How many calls.</param>
/// <param name="Status">The status of an answer.</param>
/// <param name="RetryAfter">Its Retry-After header, in seconds.</param>
/// <param name="Delay">How much later the call is met, in milliseconds.</param>
/// <param name="Body">The answer's body.</param>
/// <param name="Text">The answer's body, word for word.</param>
internal sealed record FaultOrder(
    string? Target,
    FaultKind? Kind,
    int Times = 1,
    int Status = 503,
    int? RetryAfter = null,
    int Delay = 0,
    FaultBody Body = FaultBody.Error,
    string? Text = null)
{
    public static FaultOrder From(IFormCollection form) => new(
        form["target"].ToString(),
        Enum.TryParse<FaultKind>(form["kind"], out var kind) ? kind : null,
        Number(form, "times") ?? 0,
        Number(form, "status") ?? 503,
        Number(form, "retryAfter"),
        Number(form, "delay") ?? 0,
        Enum.TryParse<FaultBody>(form["body"], out var body) ? body : FaultBody.Error,
        form["text"].ToString() is { Length: > 0 } text ? text : null);

    /// <summary>What is wrong with it; null for nothing.</summary>
    public string? Problem() => this switch
    {
        { Target: null or "" } => "Choose which calls are to fail.",
        _ when FaultTarget.Find(Target) is null => $"There are no calls '{Target}'.",
        { Kind: null or FaultKind.HoldAnswer } => "Choose how they are to fail.",
        { Times: < 1 or > 100 } => "1 to 100 calls can be made to fail.",
        { Kind: FaultKind.Answer, Status: < 200 or > 599 } => "The status must be 200 to 599.",
        { Kind: FaultKind.Answer, Status: < 400, Body: FaultBody.Error, Text: null } => "An error has a status of 400 to 599.",
        { Kind: FaultKind.Answer, Status: 204 or 205 or 304, Body: not FaultBody.Empty } => "An answer of this status has no body.",
        { RetryAfter: < 0 or > 86_400 } => "Retry-After must be 0 to 86400 seconds.",
        { Delay: < 0 or > 600_000 } => "The delay must be 0 to 600000 milliseconds.",
        _ => null,
    };

    public void Place(FaultQueue faults)
    {
        var fault = new Fault(Kind!.Value, Status, RetryAfter, Text ?? FaultBodies.TextOf(Body), Delay);
        faults.Add(FaultTarget.Find(Target)!, fault, Times);
    }

    private static int? Number(IFormCollection form, string field) =>
        int.TryParse(form[field], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
