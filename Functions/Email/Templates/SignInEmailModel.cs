using System.Globalization;

namespace BadgeFunctions.Functions.Email.Templates;

/// <summary>What the sign-in e-mail says.</summary>
/// <param name="Organisation">The certification body's name.</param>
/// <param name="GivenName">The member's given name.</param>
/// <param name="Url">The sign-in link.</param>
public sealed record SignInEmailModel(string Organisation, string GivenName, string Url)
{
    /// <summary>The subject.</summary>
    public static string Subject => "Sign in to My Badges";

    /// <summary>The first sentence.</summary>
    public static string Opening => "Here is your link to My Badges.";

    /// <summary>How long the link is good.</summary>
    public static string Validity => "It is valid for 10 minutes and works once.";

    /// <summary>Why the member gets this e-mail.</summary>
    public string Reason =>
        $"You get this e-mail because somebody entered your address on {Organisation}'s sign-in page. If that was not you, ignore it: "
        + "without the link nobody can sign in.";

    /// <summary>The plain part.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"""
        Dear {GivenName},

        {Opening}

        {Url}

        {Validity}

        --
        {Reason}
        """);
}
