using System.Security.Cryptography;

namespace BadgeFunctions.Sandbox.Credly;

/// <summary>What the stand-in knows, in memory. Changes of a badge's state become events, and events webhooks.</summary>
internal sealed class CredlyStandIn(CredlyWebhooks webhooks, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, CredlyBadge> _badges = [];
    private readonly Dictionary<Guid, CredlyAccount> _accounts = [];
    private readonly List<CredlyEvent> _events = [];
    private readonly Dictionary<string, CredlyTemplate> _templates = CredlyTemplate.All.ToDictionary(template => template.Id);

    public IReadOnlyList<CredlyBadge> Badges => Read(() => _badges.Values.OrderBy(badge => badge.CreatedAt).ToArray());

    public IReadOnlyList<CredlyEvent> Events => Read(() => _events.ToArray());

    public IReadOnlyList<CredlyTemplate> Templates => Read(() => _templates.Values.ToArray());

    public CredlyTemplate? Template(string id) => Read(() => _templates.GetValueOrDefault(id));

    public CredlyBadge? Badge(Guid id) => Read(() => _badges.GetValueOrDefault(id));

    public CredlyAccount? Account(Guid id) => Read(() => _accounts.GetValueOrDefault(id));

    public CredlyAccount? AccountOf(string email) =>
        Read(() => _accounts.Values.FirstOrDefault(account => account.Emails.Contains(email, StringComparer.OrdinalIgnoreCase)));

    /// <summary>Adds a badge; null when the recipient has one of this template, or of this earner id.</summary>
    public CredlyBadge? Issue(CredlyBadge badge)
    {
        lock (_lock)
        {
            if (_badges.Values.Any(other => other.State != CredlyBadgeState.Revoked && !badge.Template.AllowsDuplicates && other.Template.Id == badge.Template.Id && IsSameEarner(other, badge)))
            {
                return null;
            }

            var state = AccountOf(badge.RecipientEmail) is { AutoAccept: true } ? "accepted" : "pending";
            badge = badge with { State = state, StateUpdatedAt = clock.GetUtcNow() };
            _badges.Add(badge.Id, badge);
        }

        Publish("badge.created", badge.Id);
        return badge;
    }

    /// <summary>Puts a badge in the place of another; what was accepted stays accepted. Null when there is nothing to replace.</summary>
    public CredlyBadge? Replace(Guid id, CredlyBadge badge)
    {
        lock (_lock)
        {
            if (_badges.GetValueOrDefault(id) is not { ReplacedBy: null, State: not CredlyBadgeState.Revoked } old)
            {
                return null;
            }

            var isAccepted = old.State == CredlyBadgeState.Accepted || AccountOf(badge.RecipientEmail) is { AutoAccept: true };
            badge = badge with
            {
                State = isAccepted ? CredlyBadgeState.Accepted : CredlyBadgeState.Pending,
                StateUpdatedAt = clock.GetUtcNow(),
            };
            _badges[id] = old with
            {
                State = CredlyBadgeState.Revoked,
                StateUpdatedAt = clock.GetUtcNow(),
                RevocationReason = "Replaced",
                ReplacedBy = badge.Id,
            };
            _badges.Add(badge.Id, badge);
        }

        Publish("badge.state.changed", id);
        Publish("badge.created", badge.Id);
        return badge;
    }

    /// <summary>Adds a template.</summary>
    public CredlyTemplate CreateTemplate(CredlyTemplate template)
    {
        lock (_lock)
        {
            _templates.Add(template.Id, template);
        }

        PublishTemplate("badge_template.created", template.Id);
        return template;
    }

    /// <summary>Removes a template; null when there is none, or badges of it were issued.</summary>
    public CredlyTemplate? DeleteTemplate(string id)
    {
        CredlyTemplate? template;
        lock (_lock)
        {
            if (_badges.Values.Any(badge => badge.Template.Id == id) || !_templates.Remove(id, out template))
            {
                return null;
            }
        }

        PublishTemplate("badge_template.deleted", id, template);
        return template;
    }

    /// <summary>Changes a template, as its administrator does; null when there is none.</summary>
    public CredlyTemplate? ChangeTemplate(string id, Func<CredlyTemplate, CredlyTemplate> change)
    {
        CredlyTemplate changed;
        lock (_lock)
        {
            if (!_templates.TryGetValue(id, out var template))
            {
                return null;
            }

            _templates[id] = changed = change(template) with { UpdatedAt = clock.GetUtcNow() };
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

    /// <summary>Shows or hides an accepted badge.</summary>
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

    public CredlyAccount CreateAccount(string firstName, string lastName, string email, string password)
    {
        var account = new CredlyAccount(Guid.NewGuid(), firstName, lastName, PasswordHash.Of(password), [email]);
        return Save(account);
    }

    public CredlyAccount Save(CredlyAccount account)
    {
        lock (_lock)
        {
            return _accounts[account.Id] = account;
        }
    }

    public static string NewAcceptToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private bool IsSameEarner(CredlyBadge one, CredlyBadge other) =>
        one.RecipientEmail.Equals(other.RecipientEmail, StringComparison.OrdinalIgnoreCase)
        || AccountOf(other.RecipientEmail) is { } account && account.Owns(one)
        || one.IssuerEarnerId is not null && one.IssuerEarnerId == other.IssuerEarnerId;

    private void Publish(string type, Guid badgeId) => Publish(new CredlyEvent(Guid.NewGuid(), type, clock.GetUtcNow(), badgeId));

    private void PublishTemplate(string type, string id, CredlyTemplate? deleted = null) => Publish(
        new CredlyEvent(Guid.NewGuid(), type, clock.GetUtcNow(), Guid.Empty) { TemplateId = id, DeletedTemplate = deleted });

    private void Publish(CredlyEvent published)
    {
        lock (_lock)
        {
            _events.Add(published);
        }

        webhooks.Send(published);
    }

    private T Read<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }
}
