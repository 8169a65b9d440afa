using System.Security.Cryptography;
using BadgeFunctions.Sandbox.State;

namespace BadgeFunctions.Sandbox.Credly;

/// <summary>What the stand-in knows. Changes of a badge's state become events, and events webhooks.</summary>
internal sealed class CredlyStandIn(CredlyWebhooks webhooks, StateFile state, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly Kept<Guid, CredlyBadge> _badges = state.Open<Guid, CredlyBadge>("credly-badges");
    private readonly Kept<Guid, CredlyAccount> _accounts = state.Open<Guid, CredlyAccount>("credly-accounts");
    private readonly Kept<Guid, CredlyEvent> _events = state.Open<Guid, CredlyEvent>("credly-events");
    private readonly Kept<string, CredlyTemplate> _templates = state.Open(
        "credly-templates", CredlyTemplate.All.Select(template => KeyValuePair.Create(template.Id, template)));

    public IReadOnlyList<CredlyBadge> Badges => _badges.Values.OrderBy(badge => badge.CreatedAt).ToArray();
    public IReadOnlyList<CredlyEvent> Events => _events.Values;
    public IReadOnlyList<CredlyTemplate> Templates => _templates.Values;
    public CredlyTemplate? Template(string id) => _templates.GetValueOrDefault(id);
    public CredlyTemplate TemplateOf(CredlyBadge badge) => Template(badge.Template.Id) ?? badge.Template;
    public int CountOf(CredlyTemplate template) => _badges.Values.Count(badge => badge.Template.Id == template.Id);

    public CredlyBadge? Find(string id) => Guid.TryParse(id, out var guid) ? Badge(guid) : null;

    /// <summary>What is in the place of a badge by now.</summary>
    public CredlyBadge CurrentOf(CredlyBadge badge) =>
        badge.ReplacedBy is { } next && Badge(next) is { } replacement ? CurrentOf(replacement) : badge;

    public CredlyBadge? Badge(Guid id) => _badges.GetValueOrDefault(id);
    public CredlyAccount? Account(Guid id) => _accounts.GetValueOrDefault(id);

    /// <summary>The account of a mailed link that confirms an address.</summary>
    public CredlyAccount? AccountToConfirm(string token) => _accounts.Values.FirstOrDefault(account => account.Unconfirmed.ContainsKey(token));

    public CredlyAccount? AccountOf(string email) =>
        _accounts.Values.FirstOrDefault(account => account.Emails.Contains(email, StringComparer.OrdinalIgnoreCase));

    /// <summary>Adds a badge; null when the recipient has one of this template, or of this earner id, that is not revoked.</summary>
    public CredlyBadge? Issue(CredlyBadge badge)
    {
        lock (_lock)
        {
            if (_badges.Values.Any(other => other.State != CredlyBadgeState.Revoked && IsDuplicate(other, badge)))
            {
                return null;
            }

            _badges[badge.Id] = badge = Begin(badge, isAccepted: false);
        }

        Publish("badge.created", badge.Id);
        return badge;
    }

    /// <summary>
    /// Puts a badge in the place of another; what was accepted stays accepted. Null when it was replaced or revoked, or was accepted by
    /// somebody else than the new one is for.
    /// </summary>
    public CredlyBadge? Replace(Guid id, CredlyBadge badge)
    {
        lock (_lock)
        {
            if (_badges.GetValueOrDefault(id) is not { ReplacedBy: null, State: not CredlyBadgeState.Revoked } old || !IsFor(badge, old))
            {
                return null;
            }

            // The new one first: nobody may see a badge that names one that does not exist.
            _badges[badge.Id] = badge = Begin(badge with { Replaces = id }, old.State == CredlyBadgeState.Accepted);
            _badges[id] = old with
            {
                State = CredlyBadgeState.Revoked,
                StateUpdatedAt = clock.GetUtcNow(),
                RevocationReason = "Replaced",
                ReplacedBy = badge.Id,
            };
        }

        Publish("badge.state.changed", id);
        Publish("badge.created", badge.Id);
        return badge;
    }

    /// <summary>Whether a badge may take the place of another: the address can be changed only until it is accepted.</summary>
    public static bool IsFor(CredlyBadge badge, CredlyBadge old) =>
        old.State != CredlyBadgeState.Accepted || badge.RecipientEmail.Equals(old.RecipientEmail, StringComparison.OrdinalIgnoreCase);

    public void CreateTemplate(CredlyTemplate template)
    {
        _templates[template.Id] = template;
        PublishTemplate("badge_template.created", template.Id);
    }

    /// <summary>Changes a template, as its administrator does; null when there is none.</summary>
    public CredlyTemplate? ChangeTemplate(string id, Func<CredlyTemplate, CredlyTemplate> change)
    {
        CredlyTemplate changed;
        lock (_lock)
        {
            if (_templates.GetValueOrDefault(id) is not { } template)
            {
                return null;
            }

            changed = change(template) with { UpdatedAt = clock.GetUtcNow() };
            _templates[id] = changed = changed.State == template.State ? changed : changed with { StateUpdatedAt = changed.UpdatedAt };
        }

        PublishTemplate("badge_template.changed", id);
        return changed;
    }

    /// <summary>Removes a badge; null when there is none.</summary>
    public CredlyBadge? Delete(Guid id)
    {
        CredlyBadge? badge;
        lock (_lock)
        {
            if (!_badges.Remove(id, out badge))
            {
                return null;
            }
        }

        Publish(new CredlyEvent(Guid.NewGuid(), "badge.deleted", clock.GetUtcNow(), id) { Deleted = badge });
        return badge;
    }

    /// <summary>Makes one account of two: the addresses, and with them the badges, are the first one's.</summary>
    public CredlyAccount? Merge(Guid into, Guid from)
    {
        lock (_lock)
        {
            if (into == from || _accounts.GetValueOrDefault(into) is not { } kept || !_accounts.Remove(from, out var merged))
            {
                return null;
            }

            return _accounts[into] = kept with { Emails = [.. kept.Emails, .. merged.Emails] };
        }
    }

    public CredlyBadge? SetState(Guid id, string state, string? reason = null)
    {
        CredlyBadge changed;
        lock (_lock)
        {
            if (_badges.GetValueOrDefault(id) is not { } badge || badge.State == state || badge.State == "revoked")
            {
                return _badges.GetValueOrDefault(id);
            }

            changed = badge with { State = state, StateUpdatedAt = clock.GetUtcNow(), RevocationReason = reason };
            _badges[id] = changed;
        }

        Publish("badge.state.changed", id);
        return changed;
    }

    public void SetHidden(Guid id, bool isHidden)
    {
        lock (_lock)
        {
            if (_badges.GetValueOrDefault(id) is not { State: CredlyBadgeState.Accepted } badge || badge.IsHidden == isHidden)
            {
                return;
            }

            _badges[id] = badge with { IsHidden = isHidden };
        }

        Publish("badge.privacy.changed", id);
    }

    public CredlyAccount CreateAccount(string firstName, string lastName, string email, string password) =>
        Save(new CredlyAccount(Guid.NewGuid(), firstName, lastName, PasswordHash.Of(password), [email]));

    public CredlyAccount Save(CredlyAccount account) => _accounts[account.Id] = account;
    public static string NewAcceptToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private CredlyBadge Begin(CredlyBadge badge, bool isAccepted) => isAccepted || AccountOf(badge.RecipientEmail) is { AutoAccept: true }
        ? badge with { State = CredlyBadgeState.Accepted, StateUpdatedAt = clock.GetUtcNow() }
        : badge with { State = CredlyBadgeState.Pending, StateUpdatedAt = null };

    private bool IsDuplicate(CredlyBadge one, CredlyBadge other) => one.Template.Id == other.Template.Id
        && (one.RecipientEmail.Equals(other.RecipientEmail, StringComparison.OrdinalIgnoreCase)
            || AccountOf(other.RecipientEmail) is { } account && account.Owns(one)
            || one.IssuerEarnerId is not null && one.IssuerEarnerId == other.IssuerEarnerId);

    private void Publish(string type, Guid badgeId) => Publish(new CredlyEvent(Guid.NewGuid(), type, clock.GetUtcNow(), badgeId));

    private void PublishTemplate(string type, string id) =>
        Publish(new CredlyEvent(Guid.NewGuid(), type, clock.GetUtcNow(), Guid.Empty) { TemplateId = id });

    private void Publish(CredlyEvent published)
    {
        _events[published.Id] = published;
        webhooks.Send(published);
    }
}
