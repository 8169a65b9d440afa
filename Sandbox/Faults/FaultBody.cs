namespace BadgeFunctions.Sandbox.Faults;

/// <summary>What an answer that goes wrong has for a body.</summary>
public enum FaultBody
{
    /// <summary>An error as the API words its own.</summary>
    Error,

    /// <summary>JSON that ends too early.</summary>
    BrokenJson,

    /// <summary>Nothing.</summary>
    Empty,

    /// <summary>A web page, as a proxy answers it.</summary>
    Html,
}

/// <summary>The bodies' text.</summary>
internal static class FaultBodies
{
    // Credly has its message in data, SendGrid in errors.
    public static string TextOf(FaultBody body) => body switch
    {
        FaultBody.BrokenJson => """{"data":{"id":"8f""",
        FaultBody.Empty => "",
        FaultBody.Html => "<!DOCTYPE html><html><head><title>Something went wrong</title></head><body><h1>Something went wrong</h1></body></html>",
        _ => """{"data":{"message":"Something went wrong"},"metadata":null,"errors":[{"message":"Something went wrong"}]}""",
    };
}
