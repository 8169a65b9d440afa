using System.Text.Json;
using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Faults;

/// <summary><c>/faults</c>: makes the next calls to Credly or SendGrid fail, for people and (as JSON) for scripts.</summary>
internal static class FaultEndpoints
{
    public static void MapFaults(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/faults", (HttpRequest request, FaultQueue faults) => SandboxJson.IsWanted(request)
            ? TypedResults.Json(faults.Waiting.Select(armed => new { target = armed.Calls, kind = armed.Fault.Kind }), SandboxJson.Options)
            : Show(faults));
        routes.MapPost("/faults/clear", (FaultQueue faults) =>
        {
            faults.Clear();
            return Html.SeeOther("/faults");
        });
        routes.MapDelete("/faults", (FaultQueue faults) =>
        {
            faults.Clear();
            return TypedResults.NoContent();
        });
        routes.MapPost("/faults", (HttpRequest request, FaultQueue faults, CancellationToken cancellationToken) =>
            request.HasFormContentType
                ? FromFormAsync(request, faults, cancellationToken)
                : FromJsonAsync(request, faults, cancellationToken));
    }

    private static async Task<IResult> FromFormAsync(HttpRequest request, FaultQueue faults, CancellationToken cancellationToken)
    {
        var order = FaultOrder.From(await request.ReadFormAsync(cancellationToken));
        if (order.Problem() is { } problem)
        {
            return Show(faults, problem: problem);
        }

        order.Place(faults);
        return Show(faults, done: $"{order.Target}: the next {order.Times} calls will meet {order.Kind}.");
    }

    private static IResult Show(FaultQueue faults, string? problem = null, string? done = null) => Html.Page<FaultsPage>(
        new FaultsPageModel(
            problem, done, [.. faults.Waiting.CountBy(armed => $"{armed.Calls}: {armed.Fault.Kind}").Select(one => $"{one.Value} × {one.Key}")]),
        problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> FromJsonAsync(HttpRequest request, FaultQueue faults, CancellationToken cancellationToken)
    {
        FaultOrder? order;
        try
        {
            order = await JsonSerializer.DeserializeAsync<FaultOrder>(request.Body, SandboxJson.Options, cancellationToken);
        }
        catch (JsonException e)
        {
            return TypedResults.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest);
        }

        if (order?.Problem() is { } problem)
        {
            return TypedResults.Problem(problem, statusCode: StatusCodes.Status422UnprocessableEntity);
        }

        order?.Place(faults);
        return TypedResults.NoContent();
    }
}

/// <summary>The page, with what became of the form, and what waits for its calls.</summary>
public sealed record FaultsPageModel(string? Problem, string? Done, IReadOnlyList<string> Waiting);
