using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;

namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>The fields of a form or a query as an object: <c>evidence[][type]</c> and <c>evidence[0][type]</c> are in a list's first item.</summary>
internal static class BracketedFields
{
    public static JsonElement Read(IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        var root = new JsonObject();
        foreach (var (name, values) in fields)
        {
            for (var i = 0; i < values.Count; i++)
            {
                Put(root, Path(name, i.ToString(CultureInfo.InvariantCulture)), values[i]);
            }
        }

        return JsonSerializer.SerializeToElement(root);
    }

    // Empty brackets stand for the next item: the first value of each field belongs to the first one.
    private static string[] Path(string name, string item) => name.IndexOf('[') is var open and > 0 && name.EndsWith(']')
        ? [name[..open], .. name[(open + 1)..^1].Split("][").Select(part => part.Length == 0 ? item : part)]
        : [name];

    private static void Put(JsonObject root, string[] path, string? value)
    {
        foreach (var part in path[..^1])
        {
            if (root[part] is not JsonObject child)
            {
                root[part] = child = [];
            }

            root = child;
        }

        root[path[^1]] = value;
    }
}
