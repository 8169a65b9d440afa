using System.Text.Json;
using System.Text.Json.Serialization;
using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Faults;

/// <summary><c>/faults</c>: makes the next calls to Credly or SendGrid fail, for people and (as JSON) for scripts.</summary>
internal static class FaultEndpoints
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static void MapFaults(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/faults", () => Html.Page<FaultsPage>(new FaultsPageModel(null, null)));
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
            return Html.Page<FaultsPage>(new FaultsPageModel(problem, null), StatusCodes.Status422UnprocessableEntity);
        }

        order.Place(faults);
        return Html.Page<FaultsPage>(new FaultsPageModel(null, $"{order.Target}: the next {order.Times} calls will meet {order.Kind}."));
    }

    private static async Task<IResult> FromJsonAsync(HttpRequest request, FaultQueue faults, CancellationToken cancellationToken)
    {
        FaultOrder? order;
        try
        {
            order = await JsonSerializer.DeserializeAsync<FaultOrder>(request.Body, Json, cancellationToken);
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

/// <summary>The page, with what became of the form.</summary>
public sealed record FaultsPageModel(string? Problem, string? Done);
