using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Faults;

/// <summary><c>/faults</c>: makes the next calls to Credly or SendGrid fail.</summary>
internal static class FaultEndpoints
{
    public static void MapFaults(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/faults", (FaultQueue faults) => Show(faults));
        routes.MapPost("/faults", Arm);
        routes.MapPost("/faults/clear", (FaultQueue faults) =>
        {
            faults.Clear();
            return Html.SeeOther("/faults", "All calls are carried out again.");
        });
    }

    private static IResult Arm(IFormCollection form, FaultQueue faults)
    {
        var target = FaultTarget.Find(form.Text("target"));
        var body = Enum.TryParse<FaultBody>(form.Text("body"), out var chosen) ? chosen : FaultBody.Error;
        var text = form.Text("text") is { Length: > 0 } given ? given : null;
        var (status, times, retryAfter, delay) = (form.Number("status") ?? 503, form.Number("times") ?? 1, form.Number("retryAfter"), form.Number("delay") ?? 0);
        var isKind = Enum.TryParse<FaultKind>(form.Text("kind"), out var kind) && kind is not (FaultKind.HoldCall or FaultKind.HoldAnswer);
        var problem = (kind, status) switch
        {
            _ when target is null => "Choose which calls are to fail.",
            _ when !isKind => "Choose how they are to fail.",
            _ when times is < 1 or > 100 => "1 to 100 calls can be made to fail.",
            _ when retryAfter > 86_400 => "Retry-After must be 0 to 86400 seconds.",
            _ when delay > 600_000 => "The delay must be 0 to 600000 milliseconds.",
            (FaultKind.Answer, < 200 or > 599) => "The status must be 200 to 599.",
            (FaultKind.Answer, < 400) when body is FaultBody.Error && text is null => "An error has a status of 400 to 599.",
            (FaultKind.Answer, 204 or 205 or 304) when body is not FaultBody.Empty => "An answer of this status has no body.",
            _ => null,
        };
        if (target is null || problem is not null)
        {
            return Show(faults, problem);
        }

        faults.Add(target, new Fault(kind, status, retryAfter, text ?? TextOf(body), delay), times);
        return Html.SeeOther("/faults", $"{target.Name}: {(times == 1 ? "the next call fails" : $"the next {times} calls fail")} ({kind}).");
    }

    // Credly has its message in data, SendGrid in errors.
    private static string TextOf(FaultBody body) => body switch
    {
        FaultBody.BrokenJson => """{"data":{"id":"8f""",
        FaultBody.Empty => "",
        FaultBody.Html => "<!DOCTYPE html><html><head><title>Something went wrong</title></head><body><h1>Something went wrong</h1></body></html>",
        _ => """{"data":{"message":"Something went wrong"},"metadata":null,"errors":[{"message":"Something went wrong"}]}""",
    };

    private static IResult Show(FaultQueue faults, string? problem = null) => Html.Page<FaultsPage>(
        new FaultsPageModel(
            problem, [.. faults.Waiting.CountBy(armed => $"{armed.Calls}: {armed.Fault.Kind}").Select(one => $"{one.Value} × {one.Key}")]),
        problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
}

/// <summary>The body of an answer that fails.</summary>
public enum FaultBody
{
    Error,
    BrokenJson,
    Empty,

    /// <summary>A web page, as a proxy answers it.</summary>
    Html,
}

/// <summary>The page, with what is wrong with the form, and what waits for its calls.</summary>
public sealed record FaultsPageModel(string? Problem, IReadOnlyList<string> Waiting);
