namespace BadgeFunctions.Sandbox.Processes;

internal static class Readiness
{
    private const int TailLines = 25;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <exception cref="InvalidOperationException">It ended, or did not answer within a minute.</exception>
    public static async Task WaitForAsync(
        string what, ChildProcess process, string logPath, Uri address, Predicate<HttpResponseMessage> isReady, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var patience = TimeProvider.System.GetTimestamp();
        while (!await IsReadyAsync(http, address, isReady, cancellationToken))
        {
            if (process.HasExited || TimeProvider.System.GetElapsedTime(patience) > Patience)
            {
                throw new InvalidOperationException($"{what} did not start; {logPath} ends with:\n{TailOf(logPath)}");
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }

    private static async Task<bool> IsReadyAsync(
        HttpClient http, Uri address, Predicate<HttpResponseMessage> isReady, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(address, cancellationToken);
            return isReady(answer);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static string TailOf(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return string.Join('\n', reader.ReadToEnd().TrimEnd().Split('\n').TakeLast(TailLines));
    }
}
