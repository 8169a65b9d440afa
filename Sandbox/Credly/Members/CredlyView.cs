namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>What every page of the stand-in shows: who is signed in.</summary>
public sealed record CredlyView(CredlyAccount? Account);

/// <summary>A page that only says something.</summary>
public sealed record MessageModel(CredlyView View, string Title, string Text);

/// <summary>The dashboard.</summary>
public sealed record DashboardModel(CredlyView View, IReadOnlyList<CredlyBadge> Badges);

/// <summary>A badge's page: the public one, or its earner's with what they can do.</summary>
public sealed record BadgeModel(CredlyView View, CredlyBadge Badge, bool IsEarner);

/// <summary>The settings.</summary>
public sealed record SettingsModel(CredlyView View, CredlyAccount Account)
{
    public required IReadOnlyList<Issuer> Issuers { get; init; }

    /// <summary>Addresses that wait for their owner to open the mailed link.</summary>
    public required IReadOnlyList<string> Unconfirmed { get; init; }

    /// <summary>Where the code of a merge was mailed to, while it is not entered.</summary>
    public required string? MergedEmail { get; init; }

    /// <summary>What the form for a new address starts with.</summary>
    public required string NewEmail { get; init; }

    public required string? Problem { get; init; }
}

/// <summary>An organization that has issued a badge to the member.</summary>
public sealed record Issuer(string Id, string Name, bool IsAutoAccepted);

/// <summary>The page behind a mailed link.</summary>
public sealed record ConfirmEmailModel(CredlyView View, string Email, string Token);

/// <summary>The sign-in form.</summary>
public sealed record SignInModel(CredlyView View, AcceptLink Link, string Email, string? Problem);

/// <summary>The form "Create a Credly Account".</summary>
public sealed record RegisterModel(CredlyView View, AcceptLink Link, RegisterForm Form, IReadOnlyList<string> Problems);

/// <summary>The badge whose accept link brought somebody here; empty for those who came by themselves.</summary>
public sealed record AcceptLink(string Badge, string Token)
{
    public const string BadgeField = "badge";
    public const string TokenField = "token";

    public static AcceptLink None { get; } = new("", "");

    public string Query => Badge.Length == 0 ? "" : $"?{BadgeField}={Uri.EscapeDataString(Badge)}&{TokenField}={Uri.EscapeDataString(Token)}";
}
