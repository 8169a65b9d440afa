using System.Text.Json.Nodes;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.OpenBadges.Api;

/// <summary><c>GET /ims/ob/v3p0/profile</c>: who the member is, for an app that the member has allowed to read it (Open Badges 3.0, 6.2.4 getProfile).</summary>
internal sealed class ProfileFunction(ApiAccess access, StableDigest digests)
{
    [Function("GetProfile")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ims/ob/v3p0/profile")] HttpRequest request, CancellationToken cancellationToken) =>
        access.ForMemberAsync(request, Scopes.Profile, account => Task.FromResult<IResult>(TypedResults.Json(ProfileOf(account))), cancellationToken);

    private JsonObject ProfileOf(Account account)
    {
        var member = account.Member;
        var profile = new JsonObject
        {
            ["@context"] = new JsonArray(Vocabulary.OpenBadgesContext),
            ["id"] = member.Did ?? digests.UrnOf("profile", member.Id),
            ["type"] = new JsonArray("Profile"),
            ["name"] = DisplayText.Clean(Recipient.Of(member).FullName),
            ["email"] = account.Primary,
        };
        foreach (var (name, part) in new[] { ("givenName", member.GivenName), ("familyName", member.FamilyName) })
        {
            if (part.Length > 0)
            {
                profile[name] = DisplayText.Clean(part);
            }
        }

        return profile;
    }
}
