using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace BadgeFunctions.Sandbox.Credly.Api.Tokens;

/// <summary>The organization's authorization tokens, in memory. Source: credly.com/docs/authorization_tokens.</summary>
internal sealed class CredlyTokens
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(180);

    private readonly Lock _lock = new();
    private readonly List<CredlyToken> _tokens;
    private readonly TimeProvider _clock;

    public CredlyTokens(SandboxOptions options, TimeProvider clock)
    {
        _clock = clock;
        // Without an end: tests let years pass, and a run on a laptop must not end by itself.
        _tokens = [new CredlyToken(Guid.NewGuid(), options.CredlyToken, "The app's", true, true, true, clock.GetUtcNow(), null)];
    }

    public IReadOnlyList<CredlyToken> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _tokens];
            }
        }
    }

    /// <summary>The token that is presented, unless it has ended.</summary>
    public CredlyToken? Find(string presented)
    {
        var given = Encoding.UTF8.GetBytes(presented);
        return All.FirstOrDefault(one =>
            CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(one.Token)) && !(one.ExpiresAt <= _clock.GetUtcNow()));
    }

    /// <summary>Lets the app's token end.</summary>
    public void EndApps(DateTimeOffset at)
    {
        lock (_lock)
        {
            _tokens[0] = _tokens[0] with { ExpiresAt = at };
        }
    }

    public CredlyToken Create(string? description, bool read, bool write, bool delete)
    {
        var now = _clock.GetUtcNow();
        var token = new CredlyToken(Guid.NewGuid(), NewToken(), description, read, write, delete, now, now + Lifetime);
        lock (_lock)
        {
            _tokens.Add(token);
        }

        return token;
    }

    /// <summary>Gives a token another text, and time, at once; null when there is none.</summary>
    public CredlyToken? Rotate(Guid id)
    {
        lock (_lock)
        {
            if (_tokens.FindIndex(one => one.Id == id) is not (>= 0 and var place))
            {
                return null;
            }

            return _tokens[place] = _tokens[place] with { Token = NewToken(), ExpiresAt = _clock.GetUtcNow() + Lifetime };
        }
    }

    private static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(27));
}
