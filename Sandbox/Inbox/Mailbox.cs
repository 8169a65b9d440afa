using BadgeFunctions.Sandbox.State;

namespace BadgeFunctions.Sandbox.Inbox;

/// <summary>All mail that was sent, newest last.</summary>
internal sealed class Mailbox(StateFile state)
{
    private readonly Lock _lock = new();
    private readonly Kept<string, Mail> _mails = state.Open<string, Mail>("mails");
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<Mail> Mails => _mails.Values;

    public void Add(Mail mail)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _mails[mail.Id] = mail;
            (changed, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.SetResult();
    }

    /// <summary>The first mail that satisfies <paramref name="rule"/>, as soon as there is one.</summary>
    /// <exception cref="TimeoutException">None came within <paramref name="timeout"/>.</exception>
    public async Task<Mail> WaitForAsync(Func<Mail, bool> rule, TimeSpan timeout)
    {
        using var patience = new CancellationTokenSource(timeout);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_mails.Values.FirstOrDefault(rule) is { } mail)
                {
                    return mail;
                }

                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"No such e-mail within {timeout.TotalSeconds:F0} s; the inbox has: "
                    + string.Join("; ", Mails.Select(mail => $"{mail.ToAddress}: {mail.Subject}")));
            }
        }
    }
}
