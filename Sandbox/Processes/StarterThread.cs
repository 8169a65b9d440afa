using System.Collections.Concurrent;

namespace BadgeFunctions.Sandbox.Processes;

/// <summary>
/// The one thread that starts processes. Linux sends the parent-death signal when the thread that forked ends, not the process: a
/// pool thread that retires would take the children with it.
/// </summary>
internal static class StarterThread
{
    private static readonly BlockingCollection<Action> Work = Start();

    public static T Run<T>(Func<T> work)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                result.SetResult(work());
            }
            catch (Exception e)
            {
                result.SetException(e);
            }
        });
        return result.Task.GetAwaiter().GetResult();
    }

    private static BlockingCollection<Action> Start()
    {
        var work = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var one in work.GetConsumingEnumerable())
            {
                one();
            }
        })
        { IsBackground = true, Name = "starts processes" }.Start();
        return work;
    }
}
