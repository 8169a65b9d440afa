using System.Security.Cryptography;
using BadgeFunctions.Sandbox.State;

namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>
/// Addresses that members added and have not confirmed: badges for them are not the account's yet.
/// Source: support.credly.com, articles 360029780432 and 360051072271.
/// </summary>
internal sealed class EmailConfirmations(CredlyStandIn credly, CredlyNotifications notifications, Addresses addresses, StateFile state)
{
    public const string Path = "/credly/confirm-email";

    private readonly Kept<string, AddedEmail> _waiting = state.Open<string, AddedEmail>("credly-confirmations");

    /// <summary>The addresses that an account waits to have confirmed.</summary>
    public IReadOnlyList<string> Of(CredlyAccount account) =>
        [.. _waiting.Values.Where(added => added.Account == account.Id).Select(added => added.Email).Order(StringComparer.Ordinal)];

    /// <summary>Mails the link; the one of an earlier mail is void.</summary>
    public void Ask(CredlyAccount account, string email)
    {
        Forget(account, email);
        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _waiting[token] = new AddedEmail(token, account.Id, email);
        notifications.AskToConfirm(account, email, $"{addresses.Sandbox}{Path}?token={token}");
    }

    /// <summary>The address that a link is for; null when it is void.</summary>
    public string? EmailOf(string token) => _waiting.TryGetValue(token, out var added) ? added.Email : null;

    /// <summary>Makes the address the account's.</summary>
    /// <returns>False when the link is void, or the address has come to an account meanwhile.</returns>
    public bool Confirm(string token)
    {
        if (!_waiting.Remove(token, out var added)
            || credly.Account(added.Account) is not { } account
            || credly.AccountOf(added.Email) is not null)
        {
            return false;
        }

        credly.Save(account with { Emails = [.. account.Emails, added.Email] });
        return true;
    }

    public void Forget(CredlyAccount account, string email)
    {
        foreach (var added in _waiting.Values.Where(added => added.Account == account.Id))
        {
            if (added.Email.Equals(email, StringComparison.OrdinalIgnoreCase))
            {
                _waiting.Remove(added.Token, out _);
            }
        }
    }

    private sealed record AddedEmail(string Token, Guid Account, string Email);
}
