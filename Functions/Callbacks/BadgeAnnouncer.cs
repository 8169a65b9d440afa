using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>Puts what a change announces into the very row that is about to be saved, so that neither is ever there without the other.</summary>
internal sealed class BadgeAnnouncer(CallbackEndpoints endpoints, CallbackOutbox outbox, TimeProvider clock)
{
    /// <summary>Called before each save of a badge's row.</summary>
    /// <returns>The row to save. When it holds an announcement that is new, the outbox has a hint already.</returns>
    public async Task<Badge> AnnounceAsync(Badge before, Badge after, CancellationToken cancellationToken)
    {
        var next = after with { Announcements = AnnouncementList.Add(after.Announcements, await WantedAsync(before, after, cancellationToken)) };
        if (next.Announcements.All(before.Announcements.Contains))
        {
            return after;
        }

        await outbox.NoteAsync(next.Key, cancellationToken);
        return next;
    }

    private async Task<List<Announcement>> WantedAsync(Badge before, Badge after, CancellationToken cancellationToken)
    {
        List<Announcement> wanted = [];
        foreach (var news in Announcement.Of(before, after, clock.GetUtcNow()))
        {
            if (await endpoints.WantAsync(news.Type, cancellationToken))
            {
                wanted.Add(news);
            }
        }

        return wanted;
    }
}
