using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>What the stand-in's page endpoints need alike.</summary>
internal sealed class CredlyPages(CredlySessions sessions, CredlyStandIn credly)
{
    public const string Dashboard = "/credly/dashboard";
    public const string OrganizationName = "The organization of this sandbox";

    public CredlyView View(HttpContext context) => new(sessions.Of(context));

    public IResult Message(HttpContext context, string title, string text, int status) =>
        Html.Page<MessagePage>(new MessageModel(View(context), title, text), status);

    public IResult NotFound(HttpContext context) => Message(
        context, "Nothing to see here", "There is no such badge, or its earner does not show it.", StatusCodes.Status404NotFound);

    /// <summary>The badge of a genuine accept link.</summary>
    public CredlyBadge? BadgeOf(AcceptLink link) =>
        Find(link.Badge) is { } badge && badge.AcceptToken == link.Token ? badge : null;

    public CredlyBadge? Find(string id) => Guid.TryParse(id, out var guid) ? credly.Badge(guid) : null;

    /// <summary>Where an accept link leads a member who is signed in: to the badge, or to where its address can be added.</summary>
    public string AfterSignIn(CredlyAccount account, AcceptLink link) => BadgeOf(link) switch
    {
        null => Dashboard,
        { } badge when account.Owns(badge) => $"{Dashboard}/badges/{badge.Id}",
        { } badge => $"/credly/settings?add={Uri.EscapeDataString(badge.RecipientEmail)}",
    };

    /// <summary>What a signed-in member sees, or the sign-in page.</summary>
    public IResult ForMember(HttpContext context, Func<CredlyAccount, IResult> show) =>
        sessions.Of(context) is { } account ? show(account) : Html.SeeOther("/credly/sign-in");

    public static AcceptLink LinkIn(HttpRequest request) =>
        new(request.Query[AcceptLink.BadgeField].ToString(), request.Query[AcceptLink.TokenField].ToString());

    public static AcceptLink LinkIn(IFormCollection form) =>
        new(form[AcceptLink.BadgeField].ToString(), form[AcceptLink.TokenField].ToString());
}
