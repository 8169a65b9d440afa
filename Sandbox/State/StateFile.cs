using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace BadgeFunctions.Sandbox.State;

/// <summary>
/// What the stand-ins know from one run to the next: a file with one line a change, in the order of the changes, so that a kill loses
/// nothing that was answered. Without a folder nothing outlives the process.
/// </summary>
internal sealed class StateFile : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { IgnoreReadOnlyProperties = true };

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<(string In, string Key), Change> _kept = [];
    private readonly StreamWriter? _file;

    public StateFile(SandboxOptions options)
    {
        if (options.DataFolder is not { } folder)
        {
            return;
        }

        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, "stand-ins.jsonl");
        Read(path);
        File.WriteAllLines($"{path}.new", _kept.Values.Select(Write));
        File.Move($"{path}.new", path, overwrite: true);
        _file = new StreamWriter(path, append: true) { AutoFlush = true };
    }

    /// <summary>One of the dictionaries in the file; <paramref name="initial"/> is what it has until it is changed.</summary>
    public Kept<TKey, TValue> Open<TKey, TValue>(string name, IEnumerable<KeyValuePair<TKey, TValue>>? initial = null)
        where TKey : notnull
    {
        var items = new OrderedDictionary<TKey, TValue>(initial ?? []);
        foreach (var change in _kept.Values.Where(change => change.In == name))
        {
            items[change.Key.Deserialize<TKey>(Json)!] = change.Value.Deserialize<TValue>(Json)!;
        }

        return new Kept<TKey, TValue>(items, (key, value, isRemoved) => Append(() => new Change(
            name, JsonSerializer.SerializeToElement(key, Json), JsonSerializer.SerializeToElement(value, Json), isRemoved)));
    }

    public void Dispose() => _file?.Dispose();

    private static string Write(Change change) => JsonSerializer.Serialize(change, Json);

    private void Read(string path)
    {
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            Change change;
            try
            {
                change = JsonSerializer.Deserialize<Change>(line, Json)!;
            }
            catch (JsonException)
            {
                // The last line of a process that was killed.
                continue;
            }

            if (change.IsRemoved)
            {
                _kept.Remove((change.In, change.Key.GetRawText()));
            }
            else
            {
                _kept[(change.In, change.Key.GetRawText())] = change;
            }
        }
    }

    private void Append(Func<Change> change)
    {
        if (_file is not null)
        {
            var line = Write(change());
            lock (_lock)
            {
                _file.WriteLine(line);
            }
        }
    }

    private sealed record Change(string In, JsonElement Key, JsonElement Value, bool IsRemoved);
}

/// <summary>A dictionary that writes each change down before anybody sees it, and keeps its entries in the order they came. Thread-safe.</summary>
internal sealed class Kept<TKey, TValue>(OrderedDictionary<TKey, TValue> items, Action<TKey, TValue?, bool> write)
    where TKey : notnull
{
    private readonly Lock _lock = new();

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
