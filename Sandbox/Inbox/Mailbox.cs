using BadgeFunctions.Sandbox.State;

namespace BadgeFunctions.Sandbox.Inbox;

/// <summary>All mail that was sent, newest last.</summary>
internal sealed class Mailbox(StateFile state)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(15);

    private readonly Kept<string, Mail> _mails = state.Open<string, Mail>("mails");

    public IReadOnlyList<Mail> Mails => _mails.Values;
    public Mail? Find(string id) => _mails.GetValueOrDefault(id);
    public void Add(Mail mail) => _mails[mail.Id] = mail;

    /// <summary>The first mail that satisfies <paramref name="rule"/>, as soon as there is one.</summary>
    /// <exception cref="TimeoutException">None came within <paramref name="timeout"/>.</exception>
    public async Task<Mail> WaitForAsync(Func<Mail, bool> rule, TimeSpan timeout)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < timeout)
        {
            if (Mails.FirstOrDefault(rule) is { } mail)
            {
                return mail;
            }

            await Task.Delay(Interval);
        }

        throw new TimeoutException($"No such e-mail within {timeout.TotalSeconds:F0} s; the inbox has: "
            + string.Join("; ", Mails.Select(mail => $"{mail.ToAddress}: {mail.Subject}")));
    }
}

/// <summary>An e-mail as SendGrid took it.</summary>
public sealed record Mail(
    string Id,
    DateTimeOffset At,
    string From,
    string ToAddress,
    string ToName,
    string Subject,
    string Text,
    string Html,
    IReadOnlyDictionary<string, string> CustomArgs,
    IReadOnlyList<string> Categories)
{
    /// <summary>Who gets the answer; null for the sender.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Headers that the sender added.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public string To => ToName.Length == 0 ? ToAddress : $"{ToName} <{ToAddress}>";
}
