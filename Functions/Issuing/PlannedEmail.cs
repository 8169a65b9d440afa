using System.Globalization;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>An e-mail to be sent.</summary>
/// <param name="Kind"><see cref="Claim"/>, <see cref="Reminder"/>, <see cref="Update"/> or <see cref="Revoked"/>; one e-mail of a kind
/// is sent per badge.</param>
/// <param name="At">When it is due.</param>
public sealed record PlannedEmail(string Kind, DateTimeOffset At)
{
    /// <summary>The first e-mail, with the claim link.</summary>
    public const string Claim = "claim";

    /// <summary>The badge was taken back.</summary>
    public const string Revoked = "revoked";

    private const string UpdatePrefix = "update-";

    /// <summary>The n-th reminder, counted from 1.</summary>
    public static string Reminder(int number) => $"reminder-{number}";

    /// <summary>The badge was corrected or renewed, or goes to another address; with the claim link where it is to be claimed.</summary>
    public static string Update(int revision) => string.Create(CultureInfo.InvariantCulture, $"{UpdatePrefix}{revision}");

    /// <summary>Whether a kind is <see cref="Update"/>.</summary>
    public static bool IsUpdate(string kind) => kind.StartsWith(UpdatePrefix, StringComparison.Ordinal);
}
