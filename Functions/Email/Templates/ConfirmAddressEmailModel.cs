using System.Globalization;

namespace BadgeFunctions.Functions.Email.Templates;

/// <summary>What the e-mail says that goes to an address which a member wants to add.</summary>
/// <param name="Organisation">The certification body's name.</param>
/// <param name="MemberName">Who asked for it: whoever reads it may be somebody else.</param>
/// <param name="Url">The link.</param>
public sealed record ConfirmAddressEmailModel(string Organisation, string MemberName, string Url)
{
    /// <summary>The subject.</summary>
    public static string Subject => L("Confirm your e-mail address");

    /// <summary>The greeting.</summary>
    public static string Greeting => L("Hello,");

    /// <summary>The first sentence.</summary>
    public string Opening => L("{0} wants to add this e-mail address to their badges from {1}. Is it yours? Then please confirm it.", MemberName, Organisation);

    /// <summary>What mailboxes show beside the subject.</summary>
    public static string Preheader => L("Once it is confirmed, they can sign in with it, and badges can be sent to it.");

    /// <summary>How long the link is good.</summary>
    public static string Validity => L("The link is valid for 10 minutes and works once.");

    /// <summary>What the button says.</summary>
    public static string Button => L("Confirm this address");

    /// <summary>Why the reader gets this e-mail.</summary>
    public string Reason =>
        L("You get this e-mail because {0} entered this address on {1}'s site. If you do not know why, ignore it: nothing happens without the link.", MemberName, Organisation);

    /// <summary>The plain part.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"""
        {Greeting}

        {Opening}

        {Url}

        {Validity}

        --
        {Reason}
        """);
}
