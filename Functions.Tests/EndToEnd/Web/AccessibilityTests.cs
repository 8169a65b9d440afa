using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Web;

/// <summary>axe on every page and every e-mail: in the light and in the dark, on a phone and on a desktop, from left to right and from right to left.</summary>
[Collection(SiteGallery.Collection)]
public sealed class AccessibilityTests(SiteGallery gallery)
{
    private static readonly AxeRunOptions Everything = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
        ResultTypes = [ResultType.Violations],
    };

    // What else depends on the colours: the rest is the same in the light and in the dark.
    private static readonly AxeRunOptions Colours = new()
    {
        RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast", "link-in-text-block"] },
        ResultTypes = [ResultType.Violations],
    };

    private static readonly (int Width, ColorScheme Scheme, AxeRunOptions Options)[] FromLeft =
        [(390, ColorScheme.Light, Everything), (390, ColorScheme.Dark, Colours), (1280, ColorScheme.Light, Everything)];

    private static readonly (int Width, ColorScheme Scheme, AxeRunOptions Options)[] FromRight = [(390, ColorScheme.Light, Everything), (1280, ColorScheme.Dark, Everything)];

    // The pages that the docs show, and how: docs/screens.md.
    private static readonly string[] Pictured =
    [
        "Sign in", "Sign in opened", "My badges", "My badges without badges", "E-mail addresses", "Badge: Pending", "Badge: Shared", "Badge: Expired",
        "Claim: Pending", "Claim with its dialog", "Claim: Redirected", "Claim: Accepted", "Claim link that does not work", "Accept", "Accepted",
        "Public badge: Shared", "Page not found", "Check a badge", "Check: valid", "Check: altered", "Check: revoked", "Add it to a wallet",
    ];

    private static readonly string[] Kinds = ["claim", "reminder-1", "update-2", "revoked", "sign-in"];

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task No_page_has_a_violation(string language)
    {
        var window = await gallery.OpenAsync(language);
        List<string> violations = [];
        foreach (var page in gallery.Pages)
        {
            await gallery.ShowAsync(window, page);
            await CheckAsync(window, page.Name, violations, language == "en" ? FromLeft : FromRight, Pictured.Contains(page.Name) ? $"page {page.Name} {language}" : null);
        }

        Assert.True(gallery.Pages.Count > 30, $"{gallery.Pages.Count} pages");
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [Fact]
    public async Task No_e_mail_has_a_violation()
    {
        var window = await gallery.OpenAsync("en");
        List<string> violations = [];
        var kinds = gallery.Mails.SelectMany(mail => mail.Categories.Select(kind => (Kind: kind, Mail: mail))).DistinctBy(one => one.Kind).ToList();
        foreach (var (kind, mail) in kinds)
        {
            await window.SetContentAsync(mail.Html);
            await CheckAsync(window, kind, violations, FromLeft, $"e-mail {kind} en");
        }

        Assert.Empty(Kinds.Except(kinds.Select(one => one.Kind)));
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    private static async Task CheckAsync(
        IPage window, string name, List<string> violations, (int Width, ColorScheme Scheme, AxeRunOptions Options)[] looks, string? picture)
    {
        foreach (var (width, scheme, options) in looks)
        {
            await window.SetViewportSizeAsync(width, 844);
            await window.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            if (picture is not null)
            {
                await Screenshots.TakeAsync(window, $"{picture} {width} {scheme}".ToLowerInvariant().Replace(": ", " ", StringComparison.Ordinal).Replace(' ', '-'));
            }

            var result = await window.RunAxe(options);
            violations.AddRange(
                from violation in result.Violations
                from node in violation.Nodes
                select $"{name}, {width} {scheme}: {violation.Id} at {node.Target} {node.Html}");
        }
    }
}
