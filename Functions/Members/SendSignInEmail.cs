using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Email;
using BadgeFunctions.Functions.Email.Templates;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Members;

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
