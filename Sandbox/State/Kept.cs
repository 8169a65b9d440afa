using System.Diagnostics.CodeAnalysis;

namespace BadgeFunctions.Sandbox.State;

/// <summary>A dictionary that writes each change down before anybody sees it, and keeps its entries in the order they came. Thread-safe.</summary>
internal sealed class Kept<TKey, TValue>(OrderedDictionary<TKey, TValue> items, Action<TKey, TValue?, bool> write)
    where TKey : notnull
{
    private readonly Lock _lock = new();

    /// <summary>The values as they are now.</summary>
    public IReadOnlyList<TValue> Values => Locked(() => items.Values.ToArray());

    public TValue this[TKey key]
    {
        get => Locked(() => items[key]);
        set => Locked(() =>
        {
            write(key, value, false);
            return items[key] = value;
        });
    }

    public TValue? GetValueOrDefault(TKey key) => Locked(() => items.GetValueOrDefault(key));

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_lock)
        {
            return items.TryGetValue(key, out value);
        }
    }

    public bool Remove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_lock)
        {
            if (items.TryGetValue(key, out value))
            {
                write(key, default, true);
            }

            return items.Remove(key);
        }
    }

    private T Locked<T>(Func<T> work)
    {
        lock (_lock)
        {
            return work();
        }
    }
}
