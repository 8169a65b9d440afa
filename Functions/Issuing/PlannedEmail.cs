namespace BadgeFunctions.Functions.Issuing;

/// <summary>An e-mail to be sent.</summary>
/// <param name="Kind"><see cref="Claim"/> or <see cref="Reminder"/>; one e-mail of a kind is sent per badge.</param>
/// <param name="At">When it is due.</param>
public sealed record PlannedEmail(string Kind, DateTimeOffset At)
{
    /// <summary>The first e-mail, with the claim link.</summary>
    public const string Claim = "claim";

    /// <summary>The n-th reminder, counted from 1.</summary>
    public static string Reminder(int number) => $"reminder-{number}";
}
