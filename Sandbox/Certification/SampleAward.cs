namespace BadgeFunctions.Sandbox.Certification;

/// <summary>The badge that a new world begins with, and what to do with it.</summary>
internal sealed class SampleAward(SandboxApplication sandbox)
{
    /// <summary>Awards it, unless this world has awards from an earlier run.</summary>
    /// <returns>What there is, and what to open first.</returns>
    public async Task<string> SayAsync(CancellationToken cancellationToken)
    {
        var earlier = sandbox.SentWebhooks.All.Where(sent => sent.BadgeId is not null).DistinctBy(sent => sent.BadgeId).ToList();
        if (earlier.Count > 0)
        {
            var latest = earlier[0].Achievement.Member;
            return $"""
                This goes on where an earlier run stopped, with its {Counted(earlier.Count, "award")} and {Counted(sandbox.Mailbox.Mails.Count, "e-mail")}.
                The latest award was for {NameOf(latest)} ({latest.Email}); nothing new was awarded.
                Open the inbox for that member's e-mails, or award another badge in the certification system.
                {SignIn(latest)}
                """;
        }

        // The same id every time: cut off before it was written down, it is awarded again and is still one badge.
        var achievement = Achievement.Sample() with { AchievementId = "sample" };
        var sent = await sandbox.Certification.AwardAsync(achievement, cancellationToken: cancellationToken);
        if (sent.BadgeId is null)
        {
            throw new InvalidOperationException($"The app did not take the sample award: {sent.Status} {sent.Answer}");
        }

        sandbox.SentWebhooks.Add(sent);
        return $"""
            {NameOf(achievement.Member)} ({achievement.Member.Email}) was awarded "{BadgeTemplateSeed.Find(achievement.TemplateCode)?.Name}".
            Open the inbox first: the claim link is in the e-mail there.
            {SignIn(achievement.Member)}
            """;
    }

    private static string NameOf(AwardedMember member) => $"{member.GivenName} {member.FamilyName}";

    private static string SignIn(AwardedMember member) =>
        $"My badges asks for an e-mail address: give it {member.Email}, and open the sign-in e-mail in the inbox.";

    private static string Counted(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
