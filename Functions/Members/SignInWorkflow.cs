using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Email;
using BadgeFunctions.Functions.Email.Templates;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Members;

/// <summary>
/// Sends a sign-in link to whom an address belongs. In the background, so that a known and an unknown address are answered
/// alike and in the same time.
/// </summary>
public static class SignInWorkflow
{
    private static readonly TaskOptions Patient = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 5, firstRetryInterval: TimeSpan.FromSeconds(2), backoffCoefficient: 2));

    // While an instance runs no second one of its address starts: whoever types an address, again and again, sends its owner
    // one e-mail a minute at the most.
    private static readonly TimeSpan PauseBetweenEmails = TimeSpan.FromMinutes(1);

    /// <summary>The instance that mails to an address.</summary>
    public static string InstanceIdOf(string address) => $"sign-in-{EmailAddress.Digest(address)}";

    /// <summary>The orchestrator.</summary>
    [Function(nameof(SignInWorkflow))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, string address)
    {
        await context.CallActivityAsync(nameof(SendSignInEmail), address, Patient);
        await context.CreateTimer(PauseBetweenEmails, CancellationToken.None);
    }
}

/// <summary>Activity: mails a sign-in link to the member whose address it is; does nothing for anybody else.</summary>
internal sealed class SendSignInEmail(
    MemberStore members, SignInLinks links, EmailTemplates templates, IEmailSender sender, IOptions<WebOptions> web)
{
    /// <exception cref="InvalidOperationException">The e-mail was not sent; the retry policy tries again.</exception>
    [Function(nameof(SendSignInEmail))]
    public async Task Run([ActivityTrigger] string address, CancellationToken cancellationToken)
    {
        if (await members.FindByEmailAsync(address, cancellationToken) is not { } member)
        {
            return;
        }

        var link = await links.CreateAsync(member.Id, cancellationToken);
        var content = await templates.SignInAsync(
            new SignInEmailModel(web.Value.OrganisationName, DisplayText.Clean(member.GivenName), link.AbsoluteUri));
        var answer = await sender.SendAsync(
            new OutgoingEmail($"sign-in-{Guid.NewGuid():N}", address, DisplayText.Clean($"{member.GivenName} {member.FamilyName}"), "sign-in", content),
            cancellationToken);
        if (answer is SendAnswer.NotNow(var reason, _))
        {
            throw new InvalidOperationException(reason);
        }
    }
}
