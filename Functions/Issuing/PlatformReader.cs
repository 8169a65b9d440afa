using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>Reads a badge from its platform, and writes what is new on its row.</summary>
internal sealed class PlatformReader(BadgePlatforms platforms, PlatformAnswers answers, TimeProvider clock)
{
    /// <param name="badge">A badge that is known on its platform.</param>
    /// <param name="step">The step that asks.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<(PlatformAnswer Answer, StepResult Result)> ReadAsync(Badge badge, string step, CancellationToken cancellationToken)
    {
        var known = badge.Platform ?? throw new ArgumentException("The badge is not known on a platform.", nameof(badge));
        if (badge.Attempt?.BusyUntil is { } busy && busy > clock.GetUtcNow())
        {
            // A change of ours is under way: what it leaves behind for a moment must not be taken for the outcome.
            return (new PlatformAnswer.Unavailable("A change is under way.", null), new StepResult(StepStatus.TryLater, badge.State, busy - clock.GetUtcNow()));
        }

        var answer = await platforms.Of(badge).ReadAsync(known.Id, cancellationToken);
        return (answer, await answers.SaveAsync(badge, step, answer, null, cancellationToken));
    }
}
