using System.Text.Json;
using System.Text.Json.Serialization;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>The announcements that wait on a badge's row.</summary>
internal static class AnnouncementList
{
    /// <summary>
    /// A column holds 32,768 characters. Only claims can be repeated at will, by anybody with the link, so that only they are ever given
    /// up: the oldest ones of a member who claims more than this many times before anybody is told.
    /// </summary>
    public const int Most = 64;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The list with more at its end; one that is in it already stays once.</summary>
    public static IReadOnlyList<Announcement> Add(IReadOnlyList<Announcement> waiting, IEnumerable<Announcement> more)
    {
        List<Announcement> all = [.. waiting, .. more.Where(one => waiting.All(known => known.Id != one.Id))];
        while (all.Count > Most && all.FindIndex(one => one.Type == CallbackTypes.Claimed) is >= 0 and var oldest)
        {
            all.RemoveAt(oldest);
        }

        return all;
    }

    /// <summary>The list as the row's column; null when it is empty.</summary>
    public static string? Write(IReadOnlyList<Announcement> waiting) =>
        waiting.Count == 0 ? null : JsonSerializer.Serialize(waiting, Json);

    /// <exception cref="JsonException">The column is no list of announcements.</exception>
    public static IReadOnlyList<Announcement> Read(string? column) =>
        column is null ? [] : JsonSerializer.Deserialize<IReadOnlyList<Announcement>>(column, Json) ?? [];
}
