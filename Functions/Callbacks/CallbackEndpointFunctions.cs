using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary><c>/api/callbacks/{name}</c>: where the certification system says what it wants to be told, and where.</summary>
internal sealed partial class CallbackEndpointFunctions(
    CallbackEndpoints endpoints,
    CallbackSecrets secrets,
    IOptionsMonitor<CallbackOptions> options,
    TimeProvider clock,
    ILogger<CallbackEndpointFunctions> logger)
{
    /// <summary>How long the secret before still signs after a rotation.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    /// <summary>
    /// Registers an endpoint or changes it, and calls one again that was disabled. The answer has the signing secret, each time: a
    /// caller whose answer was lost asks again.
    /// </summary>
    [Function("RegisterCallback")]
    public async Task<IResult> Register(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "api/callbacks/{name}")] HttpRequest request,
        string name,
        CancellationToken cancellationToken)
    {
        if (!EndpointOrder.IsName(name))
        {
            return Problems.OfFields(
                StatusCodes.Status400BadRequest, "The endpoint was refused.", [new FieldError("name", "is not up to 40 lower-case letters, digits and hyphens")]);
        }

        if (await RequestBody.ReadAsync(request, EndpointOrder.MaxBytes, cancellationToken) is not { } body)
        {
            return Problems.OfFields(
                StatusCodes.Status413PayloadTooLarge, "The endpoint was refused.", [new FieldError("body", $"is larger than {EndpointOrder.MaxBytes} bytes")]);
        }

        if (EndpointOrder.Read(body, options.CurrentValue.AllowPrivateAddresses, out var errors) is not { } order)
        {
            return Problems.OfFields(StatusCodes.Status400BadRequest, "The endpoint was refused.", errors);
        }

        var fresh = new CallbackEndpoint(name, order.Url, order.Events, CallbackEndpoints.NewSecretVersion(), clock.GetUtcNow());
        var (before, after) = await endpoints.ChangeAsync(
            name,
            known => known is null ? fresh : known with { Url = order.Url, Events = order.Events, DisabledAt = null },
            cancellationToken);
        LogRegistered(logger, name, string.Join(' ', after!.Events));
        var answer = EndpointView.Of(after) with { Secret = secrets.Show(after) };
        return before is null ? TypedResults.Created($"/api/callbacks/{name}", answer) : TypedResults.Ok(answer);
    }

    [Function("ShowCallback")]
    public async Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/callbacks/{name}")] HttpRequest request,
        string name,
        CancellationToken cancellationToken) =>
        await FindAsync(name, cancellationToken) is { } endpoint ? TypedResults.Ok(EndpointView.Of(endpoint)) : NotFound();

    /// <summary>Removes an endpoint. What was to be delivered there is given up when it is due.</summary>
    [Function("RemoveCallback")]
    public async Task<IResult> Remove(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "api/callbacks/{name}")] HttpRequest request,
        string name,
        CancellationToken cancellationToken)
    {
        if (!EndpointOrder.IsName(name) || !await endpoints.RemoveAsync(name, cancellationToken))
        {
            return NotFound();
        }

        LogRemoved(logger, name);
        return TypedResults.NoContent();
    }

    /// <summary>Gives the endpoint a new secret. The one before it signs as well for another day.</summary>
    [Function("RotateCallbackSecret")]
    public async Task<IResult> RotateSecret(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/callbacks/{name}/secret")] HttpRequest request,
        string name,
        CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken) is null)
        {
            return NotFound();
        }

        var (version, until) = (CallbackEndpoints.NewSecretVersion(), clock.GetUtcNow() + Overlap);
        var (_, after) = await endpoints.ChangeAsync(
            name,
            known => known is null
                ? null
                : known with { SecretVersion = version, PreviousSecretVersion = known.SecretVersion, PreviousSecretUntil = until },
            cancellationToken);
        if (after is null)
        {
            return NotFound();
        }

        LogRotated(logger, name, until);
        return TypedResults.Ok(EndpointView.Of(after) with { Secret = secrets.Show(after) });
    }

    private static IResult NotFound() => Problems.Of(StatusCodes.Status404NotFound, "There is no such endpoint.");

    private async Task<CallbackEndpoint?> FindAsync(string name, CancellationToken cancellationToken) =>
        EndpointOrder.IsName(name) ? await endpoints.FindAsync(name, cancellationToken) : null;

    [LoggerMessage(6007, LogLevel.Information, "Callback endpoint {Endpoint} is registered for {Events}")]
    private static partial void LogRegistered(ILogger logger, string endpoint, string events);

    [LoggerMessage(6008, LogLevel.Information, "Callback endpoint {Endpoint} is removed")]
    private static partial void LogRemoved(ILogger logger, string endpoint);

    [LoggerMessage(6009, LogLevel.Information, "Callback endpoint {Endpoint} has a new secret; the one before signs until {Until:u}")]
    private static partial void LogRotated(ILogger logger, string endpoint, DateTimeOffset until);

    internal sealed record EndpointView(string Name, Uri Url, IReadOnlyList<string> Events, DateTimeOffset CreatedAt)
    {
        public DateTimeOffset? DisabledAt { get; init; }

        public DateTimeOffset? PreviousSecretUntil { get; init; }

        [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
        public string? Secret { get; init; }

        public static EndpointView Of(CallbackEndpoint endpoint) => new(endpoint.Name, endpoint.Url, endpoint.Events, endpoint.CreatedAt)
        {
            DisabledAt = endpoint.DisabledAt,
            PreviousSecretUntil = endpoint.PreviousSecretUntil,
        };
    }
}
