namespace BadgeFunctions.Benchmarks.Load;

/// <summary>What came of a load.</summary>
/// <param name="Awards">Its awards.</param>
/// <param name="Issued">How many badges each member has on Credly, by e-mail address.</param>
/// <param name="Errors">What failed, and how often.</param>
/// <param name="IsClaimed">Whether each badge was to be claimed.</param>
internal sealed record LoadOutcome(
    IReadOnlyList<LoadedAward> Awards, IReadOnlyDictionary<string, int> Issued, IReadOnlyDictionary<string, int> Errors, bool IsClaimed)
{
    public int Lost => Awards.Count(award =>
        award.BadgeId is not null && ((IsClaimed ? award.Accepted : award.Mailed) is null || !Issued.ContainsKey(award.Email)));

    public int IssuedTwice => Awards.Count(award => Issued.GetValueOrDefault(award.Email) > 1);

    public int MailedTwice => Awards.Count(award => award.Mails > 1);

    public bool IsClean => Lost + IssuedTwice + MailedTwice + Errors.Count == 0;

    public Latencies Webhooks => LatenciesTo(award => award.BadgeId is null ? null : award.Answered);

    public Latencies Mails => LatenciesTo(award => award.Mailed);

    public Latencies Acceptances => LatenciesTo(award => award.Accepted);

    public double AnsweredPerSecond => PerSecondTo(award => award.BadgeId is null ? null : award.Answered);

    public double MailedPerSecond => PerSecondTo(award => award.Mailed);

    public double AcceptedPerSecond => PerSecondTo(award => award.Accepted);

    private Latencies LatenciesTo(Func<LoadedAward, TimeSpan?> end) => new(Awards.Select(award => end(award) - award.Due).OfType<TimeSpan>());

    // From the first award to the last that came so far.
    private double PerSecondTo(Func<LoadedAward, TimeSpan?> end)
    {
        var ends = Awards.Select(end).OfType<TimeSpan>().ToList();
        return ends.Count == 0 ? 0 : ends.Count / ends.Max().TotalSeconds;
    }
}
