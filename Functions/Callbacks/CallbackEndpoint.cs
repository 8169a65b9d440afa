using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Signing;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>An address that callbacks are sent to (<c>Callbacks:Endpoints:0</c>, ...).</summary>
public sealed class CallbackEndpoint
{
    private const int MaxNameLength = 40;

    /// <summary>Its name: part of instance ids and of an administrator's addresses.</summary>
    public required string Name { get; set; }

    /// <summary>The address.</summary>
    public required Uri Url { get; set; }

    /// <summary>The secrets that sign, each <c>whsec_</c> and the base64 of 24 to 64 bytes: two during a rotation.</summary>
    public required IList<string> Secrets { get; set; }

    /// <summary>The types that are sent to it, of <see cref="CallbackTypes"/>; empty for all.</summary>
    public IList<string> Events { get; set; } = [];

    internal static bool IsName(string? name) =>
        name is { Length: > 0 and <= MaxNameLength }
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && !name.StartsWith('-') && !name.EndsWith('-');

    internal bool Wants(string type) => Events.Count == 0 || Events.Contains(type);

    /// <summary>What is wrong with it: each error begins with the setting's name below the endpoint's.</summary>
    internal IEnumerable<string> Errors()
    {
        if (!IsName(Name))
        {
            yield return $"{nameof(Name)} must be 1 to {MaxNameLength} lower-case letters, digits and hyphens, without a hyphen at either end.";
        }

        if (!IsAddress(Url))
        {
            yield return $"{nameof(Url)} must be an absolute https address, or http on loopback, without user name and fragment.";
        }

        if (Secrets is not { Count: 1 or 2 })
        {
            yield return $"{nameof(Secrets)} must be one secret, or two during a rotation.";
        }

        for (var i = 0; i < Secrets?.Count; i++)
        {
            if (!WebhookSecret.TryRead(Secrets[i], out _))
            {
                yield return $"{nameof(Secrets)}:{i} must be 'whsec_' and the base64 of 24 to 64 bytes.";
            }
        }

        for (var i = 0; i < Events.Count; i++)
        {
            if (!CallbackTypes.All.Contains(Events[i]))
            {
                yield return $"{nameof(Events)}:{i} must be one of {string.Join(", ", CallbackTypes.All)}.";
            }
        }
    }

    private static bool IsAddress(Uri? url) =>
        url is { IsAbsoluteUri: true, UserInfo: "", Fragment: "" }
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));
}
