using System.Text.RegularExpressions;
using BadgeFunctions.Functions.Languages;
using BadgeFunctions.Functions.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.Email.Templates;

/// <summary>What every kind of e-mail has: a preheader of its own, a foot, a language and its direction, a plain part that reads well.</summary>
public sealed partial class EmailKindsTests : IDisposable
{
    private readonly ServiceProvider _services = WebServices.Create();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Every_kind_has_a_preheader_that_repeats_neither_the_subject_nor_the_text()
    {
        foreach (var (kind, content) in await _services.EmailSamplesAsync())
        {
            var preheader = Preheader().Match(content.Html).Groups[1].Value.Trim();
            Assert.True(preheader.Length is > 15 and < 100, $"{kind}: {preheader}");
            Assert.NotEqual(content.Subject, preheader);
            Assert.Equal(2, content.Html.Split(preheader).Length);
        }
    }

    [Fact]
    public async Task The_kinds_of_one_badge_differ_in_their_preheaders()
    {
        var all = await _services.EmailSamplesAsync();
        string[] kinds =
        [
            "Claim (Credly)", "Reminder (Credly)", "Updated, to be claimed (Credly)", "Updated, accepted before", "Accepted automatically (Credly)",
            "Revoked, with a reason", "Sign-in, one member", "Confirm an address",
        ];

        Assert.Equal(kinds.Length, kinds.Select(kind => Preheader().Match(all[kind].Html).Groups[1].Value).Distinct().Count());
    }

    [Fact]
    public async Task The_plain_part_of_every_kind_has_no_markup_no_gaps_and_each_address_on_a_line_that_ends_with_it()
    {
        foreach (var (kind, content) in await _services.EmailSamplesAsync())
        {
            Assert.DoesNotMatch("[<>]|&[a-z#]+;|\\n{3}|[ \\t]\\n|\\{[0-9]\\}", content.Text);
            Assert.All(
                content.Text.Split('\n').Where(line => line.Contains("https://", StringComparison.Ordinal)),
                line => Assert.True(Uri.IsWellFormedUriString(line.Split(' ')[^1], UriKind.Absolute), $"{kind}: {line}"));
        }
    }

    [Fact]
    public async Task Every_kind_ends_with_whom_to_ask_and_the_body_s_postal_address()
    {
        foreach (var content in (await _services.EmailSamplesAsync()).Values)
        {
            Assert.EndsWith(
                "Questions? Reply to this e-mail, or write to office@example.org.\n\nExample Association, Main Street 1, 1000 Town", content.Text, StringComparison.Ordinal);
            Assert.Contains("Example Association, Main Street 1, 1000 Town", content.Html, StringComparison.Ordinal);
            Assert.Contains("href=\"https://badges.example.org/sign-in\"", content.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Only_a_reminder_says_where_reminders_are_stopped()
    {
        var all = await _services.EmailSamplesAsync();

        Assert.Equal("https://badges.example.org/reminders/sample-of-a-link", all["Reminder (Credly)"].StopRemindersUrl);
        Assert.All(all.Where(one => !one.Key.StartsWith("Reminder", StringComparison.Ordinal)), one =>
        {
            Assert.Null(one.Value.StopRemindersUrl);
            Assert.DoesNotContain("/reminders/", one.Value.Html + one.Value.Text, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("en", "ltr", "26 April 2026")]
    [InlineData("de", "ltr", "26. April 2026")]
    [InlineData("ar", "rtl", "26 أبريل 2026")]
    public async Task An_e_mail_has_its_language_the_direction_of_that_and_its_days(string tag, string direction, string day)
    {
        Language.Find(tag)!.Use();

        var content = (await _services.EmailSamplesAsync())["Claim (Credly)"];

        // Also on the table: web mail drops what stands on the document.
        Assert.Contains($"<html lang=\"{tag}\" dir=\"{direction}\">", content.Html, StringComparison.Ordinal);
        Assert.Contains($"<table class=\"page\" lang=\"{tag}\" dir=\"{direction}\"", content.Html, StringComparison.Ordinal);
        Assert.Contains(day, content.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ar-EG", "de", "ar")]
    [InlineData("DE_at", "fr", "de")]
    [InlineData("", "fr", "fr")]
    [InlineData("tlh", "pl-PL", "pl")]
    [InlineData("tlh", "nonsense", "en")]
    public void A_member_is_written_to_in_their_own_language_or_else_in_the_site_s(string locale, string defaultLocale, string tag) =>
        Assert.Equal(tag, Language.ForMember(locale, defaultLocale).Tag);

    [GeneratedRegex("<div style=\"display:none[^\"]*\">([^<]*)</div>")]
    private static partial Regex Preheader();
}
