namespace BadgeFunctions.Sandbox.Certification;

/// <summary>What to do first, second and third here: the start page and the terminal say the same.</summary>
internal sealed class FirstSteps(SentWebhooks sent, Addresses addresses)
{
    /// <summary>The latest award that the app took.</summary>
    public Achievement? Latest => sent.All.FirstOrDefault(one => one.BadgeId is not null)?.Achievement;

    public StartModel Of(Achievement? achievement) => achievement is not { Member: var member }
        ? new StartModel(
            "No badge has been awarded yet.",
            [new("Award a badge in the ", "certification system", "/certification", ", and come back here.")])
        : new StartModel(
            $"{NameOf(member)} ({member.Email}) was awarded \"{BadgeTemplateSeed.Find(achievement.TemplateCode)?.Name}\".",
            [
                new($"Open the e-mail to {member.Email} in the ", "inbox", $"{addresses.Sandbox}/inbox", ", press CLAIM BADGE in it, and again on the page that it opens."),
                new("Press GO TO CREDLY, create an account on the ", "Credly stand-in", $"{addresses.Sandbox}/credly", ", and accept the badge there."),
                new("Open ", "My badges", $"{addresses.App}/my-badges", $", enter {member.Email}, and open the sign-in e-mail in the inbox: the badge is there as accepted."),
            ]);

    public static string NameOf(AwardedMember member) => $"{member.GivenName} {member.FamilyName}".Trim();
}

/// <summary>The page that somebody who is new here opens first.</summary>
/// <param name="Award">Who was awarded what.</param>
/// <param name="Steps">What to do, in this order.</param>
public sealed record StartModel(string Award, IReadOnlyList<FirstStep> Steps);

/// <summary>A sentence with one link in it.</summary>
public sealed record FirstStep(string Before, string Link, string Address, string After)
{
    public override string ToString() => Before + Link + After;
}
