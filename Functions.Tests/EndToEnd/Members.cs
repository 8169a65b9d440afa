using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Inbox;
using BadgeFunctions.Sandbox.Journey;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>Members at their browsers: signing in, adding an address, moving a badge.</summary>
internal static class Members
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Asks for a sign-in link, and answers what the page says.</summary>
    public static async Task<string> AskAsync(BadgeApplication app, string address)
    {
        using var browser = new MemberBrowser();
        await browser.OpenAsync(new Uri($"{app.Url}/sign-in"), None);
        await browser.PressAsync("Send me a link", None, ("email", address));
        return browser.Page.Body!.TextContent;
    }

    /// <summary>A browser in which a member is signed in by the link that was mailed to an address.</summary>
    public static async Task<MemberBrowser> SignInAsync(BadgeApplication app, string address)
    {
        var before = app.Sandbox.Mailbox.Mails.Select(mail => mail.Id).ToHashSet();
        await AskAsync(app, address);
        var mail = await app.MailAsync(mail => IsSignIn(mail) && !before.Contains(mail.Id));
        Assert.Equal(EmailAddress.Normalize(address), EmailAddress.Normalize(mail.ToAddress));
        var browser = new MemberBrowser();
        await browser.OpenAsync(BadgeApplication.LinkIn(mail, "/sign-in/"), None);
        await browser.PressAsync("Sign in", None);
        Assert.Equal("/my-badges", browser.Address.AbsolutePath);
        return browser;
    }

    /// <summary>Types an address on the page of the member's addresses.</summary>
    public static async Task AddAsync(BadgeApplication app, MemberBrowser browser, string address)
    {
        await browser.OpenAsync(new Uri($"{app.Url}/my-addresses"), None);
        await browser.PressAsync("Send the link", None, ("email", address));
    }

    /// <summary>The link that was mailed to an address last.</summary>
    public static async Task<Uri> ConfirmationAsync(BadgeApplication app, string address) =>
        BadgeApplication.LinkIn(await app.MailAsync(mail => IsConfirmation(mail) && mail.ToAddress == EmailAddress.ForDelivery(address)), "/confirm-address/");

    /// <summary>Adds an address and confirms it.</summary>
    public static async Task ConfirmAsync(BadgeApplication app, MemberBrowser browser, string address)
    {
        await AddAsync(app, browser, address);
        await browser.OpenAsync(await ConfirmationAsync(app, address), None);
        await browser.PressAsync("Confirm this address", None);
    }

    /// <summary>Has the certification system say something.</summary>
    public static async Task TellAsync(BadgeApplication app, CertificationNews news)
    {
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(202, (await app.Sandbox.Certification.TellAsync(news)).Status);
        await app.EventsFollowedUpAsync();
    }

    /// <summary>What the page says of each address.</summary>
    public static IReadOnlyList<string> AddressesOn(MemberBrowser browser) =>
        [.. browser.Page.QuerySelectorAll(".addresses strong").Select(address => address.TextContent)];

    public static bool IsConfirmation(Mail mail) => mail.Subject == "Confirm your e-mail address";

    private static bool IsSignIn(Mail mail) => mail.Subject == "Sign in to My Badges";
}
