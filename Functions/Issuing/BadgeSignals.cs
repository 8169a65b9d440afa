namespace BadgeFunctions.Functions.Issuing;

/// <summary>
/// The external events of <see cref="BadgeWorkflow"/>. The badge's row is the truth: an event only tells the orchestrator to
/// look, so one that is lost, late or doubled does no harm.
/// </summary>
internal static class BadgeSignals
{
    /// <summary>The member claimed; the payload is the instant at which the token expires (<see cref="DateTimeOffset"/>).</summary>
    public const string ClaimRequested = nameof(ClaimRequested);

    /// <summary>The member went on to the platform.</summary>
    public const string TokenRedeemed = nameof(TokenRedeemed);

    /// <summary>The member closed the dialog.</summary>
    public const string TokenReleased = nameof(TokenReleased);

    /// <summary>The platform has news of the badge.</summary>
    public const string PlatformStateChanged = nameof(PlatformStateChanged);

    /// <summary>An administrator asks to try again at once.</summary>
    public const string RetryRequested = nameof(RetryRequested);

    /// <summary>The body took the badge back: its row says so already.</summary>
    public const string Revoked = nameof(Revoked);
}
