using System.Text;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.Certification;

namespace BadgeFunctions.Functions.Tests.Certification;

/// <summary>The body of a certification event, and how it is read.</summary>
internal static class ToldPayload
{
    public static readonly DateTimeOffset SentAt = new(2021, 4, 27, 9, 0, 5, TimeSpan.Zero);

    public static void AssertRefused(JsonObject body, string field, string reason)
    {
        var reading = Read(body);
        var error = Assert.Single(reading.Errors);
        Assert.Equal((422, field), (reading.Status, error.Field));
        Assert.StartsWith(reason, error.Reason, StringComparison.Ordinal);
        Assert.Null(reading.Event);
    }

    public static PayloadReading Read(JsonObject body) => CertificationPayload.Read(Encoding.UTF8.GetBytes(body.ToJsonString()), SentAt);

    public static JsonObject ParentOf(JsonObject body, string field) =>
        field.Split('.')[..^1].Aggregate(body, (current, name) => current[name]!.AsObject());

    public static JsonObject Body() => JsonNode.Parse("""
        {
          "type": "achievement.awarded",
          "timestamp": "2021-04-27T09:00:00Z",
          "data": {
            "achievementId": "ipma-2021-000123",
            "templateCode": "best-practice-week-attendee",
            "category": "event",
            "member": { "id": "m-1001", "givenName": "Maria", "familyName": "Rossi", "email": "maria.rossi@example.org", "locale": "en" },
            "awardedOn": "2021-04-26",
            "expiresOn": null,
            "evidence": "https://example.org/evidence/1"
          }
        }
        """)!.AsObject();
}
