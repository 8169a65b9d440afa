using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Claims;

/// <summary>
/// Stops the reminders of a badge, by the link in each of them: a page with a button for people, and the POST that mailboxes send by themselves (RFC
/// 8058), which has no cookie and no form's value. The link is signed and stops reminders, nothing else. GET changes nothing, as mail scanners
/// open links.
/// </summary>
internal sealed class RemindersFunctions(ClaimLink links, BadgeStore badges, FormToken forms, PageRenderer pages, TimeProvider clock)
{
    private const string FormPurpose = "reminders";

    // RFC 8058, 3.1: the name and the value that the e-mail's header asks a mailbox to post.
    private const string OneClickField = "List-Unsubscribe";
    private const string OneClick = "One-Click";

    private static PageLink MyBadges => new(L("My Badges"), "/my-badges");

    [Function("RemindersPage")]
    public async Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "reminders/{link}")] HttpRequest request,
        string link,
        CancellationToken cancellationToken) =>
        await FindAsync(link, cancellationToken) is var (mailed, badge) ? await PageAsync(request, link, mailed, badge) : await InvalidAsync();

    [Function("StopReminders")]
    public async Task<IResult> Stop(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "reminders/{link}")] HttpRequest request,
        string link,
        CancellationToken cancellationToken)
    {
        if (await FindAsync(link, cancellationToken) is not var (mailed, badge))
        {
            return await InvalidAsync();
        }

        var isByMailbox = await IsOneClickAsync(request, cancellationToken);
        if (!isByMailbox && await forms.ReadAsync(request, FormPurpose, cancellationToken) is null)
        {
            return await PageAsync(request, link, mailed, badge, StatusCodes.Status400BadRequest);
        }

        await badges.ChangeAsync(
            badge,
            "RemindersStopped",
            current => links.IsFor(mailed, current) && current.RemindersStoppedAt is null ? current with { RemindersStoppedAt = clock.GetUtcNow() } : null,
            cancellationToken);
        // RFC 8058, 3.1: a mailbox is not to be redirected.
        return isByMailbox ? TypedResults.Ok() : SeeOther.To(new Uri($"/reminders/{link}", UriKind.Relative));
    }

    private async Task<(MailedClaim Mailed, Badge Badge)?> FindAsync(string link, CancellationToken cancellationToken) =>
        links.ReadStopReminders(link) is { } mailed && await badges.FindAsync(mailed.Badge, cancellationToken) is { } badge ? (mailed, badge) : null;

    private static async Task<bool> IsOneClickAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return request.HasFormContentType && (await request.ReadFormAsync(cancellationToken))[OneClickField] == OneClick;
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return false;
        }
    }

    private Task<IResult> PageAsync(HttpRequest request, string link, MailedClaim mailed, Badge badge, int status = StatusCodes.Status200OK)
    {
        LanguageChoice.Prefer(request, badge.Recipient.Locale);
        if (!links.IsFor(mailed, badge))
        {
            // What the badge is, is no business of who reads the mailbox that it went to.
            return pages.PageAsync<MessagePage>(new MessagePageModel(
                L("No more reminders"), [L("This badge goes to another e-mail address by now. No more reminders about it come to this one.")]));
        }

        var (name, lastDay) = (DisplayText.Clean(badge.Name), DisplayText.Day(DateOnly.FromDateTime(badge.ClaimableUntil.UtcDateTime)));
        var isOpen = BadgeLifecycle.IsClaimable(badge.State) && clock.GetUtcNow() < badge.ClaimableUntil;
        return isOpen && badge.RemindersStoppedAt is null
            ? pages.PageAsync<RemindersPage>(new RemindersPageModel(name, lastDay, $"/reminders/{link}", forms.Issue(request, FormPurpose)), status)
            : pages.PageAsync<MessagePage>(new MessagePageModel(
                L("No more reminders"),
                [
                    L("You get no more reminders about your digital badge {0}.", name),
                    .. isOpen ? [L("You can still claim it until {0}, with the link in our e-mails about it or in My badges.", lastDay)] : Array.Empty<string>(),
                ],
                MyBadges));
    }

    private Task<IResult> InvalidAsync() => pages.PageAsync<MessagePage>(
        new MessagePageModel(
            L("This link does not work"), [L("It may have been cut off by your e-mail program: try to copy the whole link from the e-mail.")], MyBadges),
        StatusCodes.Status404NotFound);
}

/// <summary>What the page shows on which reminders are stopped.</summary>
/// <param name="BadgeName">The badge's name.</param>
/// <param name="LastDay">The last day on which it can be claimed.</param>
/// <param name="Path">Where its form goes.</param>
/// <param name="FormToken">The anti-forgery value.</param>
public sealed record RemindersPageModel(string BadgeName, string LastDay, string Path, string FormToken);
