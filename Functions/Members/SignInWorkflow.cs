using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Email;
using BadgeFunctions.Functions.Email.Templates;
using BadgeFunctions.Functions.Languages;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Members;

/// <summary>
/// Mails an address what somebody asked for on the sign-in page: a sign-in link for each member whose address it is, or their claim e-mails again.
/// Input: what stands for the address (<see cref="AddressDigest"/>), or for its claim e-mails (<see cref="ClaimsOf"/>).
/// </summary>
public static class SignInWorkflow
{
    private const string ClaimsPrefix = "claims-";

    private static readonly TaskOptions Patient = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 5, firstRetryInterval: TimeSpan.FromSeconds(2), backoffCoefficient: 2));

    // While an instance runs no second one of its address starts: whoever types an address, again and again, sends its owner
    // one e-mail a minute at the most.
    private static readonly TimeSpan PauseBetweenEmails = TimeSpan.FromMinutes(1);

    /// <summary>The input that asks for the claim e-mails of an address.</summary>
    public static string ClaimsOf(string addressDigest) => $"{ClaimsPrefix}{addressDigest}";

    /// <summary>The instance for an input.</summary>
    public static string InstanceIdOf(string asked) => $"sign-in-{asked}";

    /// <summary>The orchestrator.</summary>
    [Function(nameof(SignInWorkflow))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, string asked)
    {
        if (asked.Length == 0)
        {
            return;
        }

        await (asked.StartsWith(ClaimsPrefix, StringComparison.Ordinal)
            ? context.CallActivityAsync(nameof(MailClaimsAgain), asked[ClaimsPrefix.Length..], Patient)
            : context.CallActivityAsync(nameof(SendSignInEmail), asked, Patient));
        await context.CreateTimer(PauseBetweenEmails, CancellationToken.None);
        // What is kept of an ended sign-in, for as long as ended orchestrations are, says nothing of whose it was.
        context.ContinueAsNew("");
    }
}

/// <summary>Activity: mails a sign-in link for each member whose address it is now; does nothing for anybody else.</summary>
internal sealed class SendSignInEmail(
    MemberStore members, AddressDigest digests, SignInLinks links, EmailTemplates templates, IEmailSender sender, IOptions<WebOptions> web)
{
    /// <exception cref="InvalidOperationException">The e-mail was not sent; the retry policy tries again.</exception>
    [Function(nameof(SendSignInEmail))]
    public async Task Run([ActivityTrigger] string addressDigest, CancellationToken cancellationToken)
    {
        var owners = await members.FindByAddressAsync(addressDigest, cancellationToken);
        if (owners.Count == 0)
        {
            return;
        }

        Language.ForMember(owners[0].Member.Locale, web.Value.DefaultLocale).Use();
        List<SignInLink> mailed = [];
        foreach (var account in owners.OrderBy(NameOf, StringComparer.InvariantCulture))
        {
            mailed.Add(new SignInLink(NameOf(account, owners), (await links.CreateAsync(account, addressDigest, cancellationToken)).AbsoluteUri));
        }

        // Several share a mailbox: none of them is greeted by name.
        var only = owners is [var one] ? Recipient.Of(one.Member) : null;
        var content = await templates.SignInAsync(new SignInEmailModel(web.Value.OrganisationName, only?.GreetingName, mailed));
        var answer = await sender.SendAsync(
            new OutgoingEmail($"sign-in-{Guid.NewGuid():N}", digests.FindIn(owners[0], addressDigest)!, only?.FullName ?? "", "sign-in", content), cancellationToken);
        if (answer is SendAnswer.NotNow(var reason, _))
        {
            throw new InvalidOperationException(reason);
        }
    }

    // Two of one name are told apart by the id that the certification system knows them by.
    private static string NameOf(Account account, IReadOnlyList<Account> owners)
    {
        var name = NameOf(account);
        return owners.Count(other => NameOf(other) == name) > 1 ? $"{name} ({DisplayText.Clean(account.Member.Id)})" : name;
    }

    private static string NameOf(Account account) => Recipient.Of(account.Member).FullName;
}
