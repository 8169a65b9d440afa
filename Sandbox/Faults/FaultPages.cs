using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Faults;

/// <summary><c>/faults</c>: lets people make the next calls to Credly or SendGrid fail.</summary>
internal static class FaultPages
{
    private static readonly Dictionary<string, (string Method, string Path)> Targets = new()
    {
        ["Credly: issue a badge"] = ("POST", "/v1/"),
        ["Credly: read"] = ("GET", "/v1/"),
        ["SendGrid: send an e-mail"] = ("POST", "/v3/mail/send"),
    };

    public static void MapFaults(this WebApplication app)
    {
        app.MapGet("/faults", () => Show(null));
        app.MapPost("/faults", async (HttpRequest request, FaultQueue faults) =>
        {
            var form = await request.ReadFormAsync();
            if (!Targets.TryGetValue(form["target"].ToString(), out var target)
                || !Enum.TryParse<FaultKind>(form["kind"], out var kind)
                || !int.TryParse(form["status"], out var status) || status is < 400 or > 599
                || !int.TryParse(form["times"], out var times) || times is < 1 or > 100)
            {
                return Show("The target, a status from 400 to 599, and 1 to 100 times are needed.");
            }

            faults.Add(target.Method, target.Path, new Fault(kind, status), times);
            return Show($"The next {times} calls will fail.");
        });
    }

    private static IResult Show(string? message) => Html.Page("Sandbox", "faults", "Make calls fail", $"""
        <form method="post" class="card">
          <p role="status">{Html.E(message)}</p>
          <label for="target">Which calls</label>
          <select id="target" name="target">{string.Concat(Targets.Keys.Select(name => $"<option>{Html.E(name)}</option>"))}</select>
          <label for="kind">How</label>
          <select id="kind" name="kind">{string.Concat(Enum.GetNames<FaultKind>().Where(name => name != nameof(FaultKind.HoldAnswer)).Select(name => $"<option>{name}</option>"))}</select>
          <label for="status">Status (for Answer)</label><input id="status" name="status" value="503" inputmode="numeric">
          <label for="times">How many calls</label><input id="times" name="times" value="1" inputmode="numeric">
          <button>Arm</button>
        </form>
        """);
}
