using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>
/// Merging another account into one's own: its password, and then the code that is mailed to its address.
/// Source: support.credly.com, article 360020963892.
/// </summary>
internal sealed class AccountMerges(CredlyStandIn credly, CredlyNotifications notifications)
{
    private readonly ConcurrentDictionary<Guid, Merge> _waiting = new();

    /// <summary>The address that a member was mailed a code at, while it is not entered.</summary>
    public string? EmailOf(CredlyAccount account) => _waiting.GetValueOrDefault(account.Id)?.Email;

    /// <returns>False when there is no such other account, or its password is wrong.</returns>
    public bool Begin(CredlyAccount account, string email, string password)
    {
        if (credly.AccountOf(email) is not { } other || other.Id == account.Id || !other.Password.Matches(password))
        {
            return false;
        }

        var code = RandomNumberGenerator.GetString("0123456789", 6);
        _waiting[account.Id] = new Merge(other.Id, email, code);
        notifications.SendMergeCode(other, email, code);
        return true;
    }

    /// <returns>False when the code is wrong, and when there is nothing to merge.</returns>
    public bool Confirm(CredlyAccount account, string code) =>
        _waiting.TryGetValue(account.Id, out var merge)
        && merge.Code == code
        && _waiting.TryRemove(account.Id, out _)
        && credly.Merge(account.Id, merge.Other) is not null;

    public void Forget(CredlyAccount account) => _waiting.TryRemove(account.Id, out _);

    private sealed record Merge(Guid Other, string Email, string Code);
}
