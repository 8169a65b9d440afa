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
            return $"""
                This goes on where an earlier run stopped, with its {Counted(earlier.Count, "award")} and {Counted(sandbox.Mailbox.Mails.Count, "e-mail")}.
                Nothing new was awarded; the certification system awards more.

                {Said(earlier[0].Achievement)}
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
        return Said(achievement);
    }

    private string Said(Achievement achievement)
    {
        var start = sandbox.FirstSteps.Of(achievement);
        return $"{start.Award}\n\n{string.Join('\n', start.Steps.Select((step, index) => $"  {index + 1}. {step}"))}";
    }

    private static string Counted(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
