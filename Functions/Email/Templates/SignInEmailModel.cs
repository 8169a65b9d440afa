using System.Globalization;

namespace BadgeFunctions.Functions.Email.Templates;

/// <summary>What the sign-in e-mail says.</summary>
/// <param name="Organisation">The certification body's name.</param>
/// <param name="GreetingName">The member's name in the greeting; null when several members share the mailbox.</param>
/// <param name="Links">A link for each member whose address it is.</param>
public sealed record SignInEmailModel(string Organisation, string? GreetingName, IReadOnlyList<SignInLink> Links)
{
    /// <summary>The subject.</summary>
    public static string Subject => L("Sign in to My Badges");

    /// <summary>What mailboxes show beside the subject.</summary>
    public static string Preheader => L("Open it on the device on which you want to see your badges.");

    /// <summary>The greeting.</summary>
    public string Greeting => GreetingName is null ? L("Hello,") : L("Dear {0},", GreetingName);

    /// <summary>The first sentence.</summary>
    public string Opening => Links.Count == 1
        ? L("Here is your link to My Badges.")
        : L("Several members use this e-mail address. Here is a link to My Badges for each of them.");

    /// <summary>How long a link is good.</summary>
    public string Validity => Links.Count == 1
        ? L("It is valid for 10 minutes and works once.")
        : L("Each link is valid for 10 minutes and works once.");

    /// <summary>Why the member gets this e-mail.</summary>
    public string Reason => L(
        "You get this e-mail because somebody entered your address on {0}'s sign-in page. If that was not you, ignore it: without the link nobody can sign in.",
        Organisation);

    /// <summary>The plain part.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"""
        {Greeting}

        {Opening}

        {string.Join("\n\n", Links.Select(link => Links.Count == 1 ? link.Url : $"{link.Name}:\n{link.Url}"))}

        {Validity}

        --
        {Reason}
        """);

    /// <summary>What a link's button says.</summary>
    public string ButtonOf(SignInLink link) => Links.Count == 1 ? L("Sign in") : L("Sign in as {0}", link.Name);
}

/// <summary>A link in a sign-in e-mail.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Url">The link.</param>
public sealed record SignInLink(string Name, string Url);
