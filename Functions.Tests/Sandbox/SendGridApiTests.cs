using System.Text.Json;
using BadgeFunctions.Functions.Tests.EndToEnd;
using SendGrid;
using SendGrid.Helpers.Mail;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary>The inbox, as SendGrid's own client sees it.</summary>
public sealed class SendGridApiTests : IAsyncLifetime
{
    private StandIns _standIns = null!;

    public async Task InitializeAsync() => _standIns = await StandIns.StartAsync();

    public async Task DisposeAsync() => await _standIns.DisposeAsync();

    [Fact]
    public async Task A_mail_is_taken_and_shown()
    {
        var sent = await Client().SendEmailAsync(Message("delivery-1"));

        var mail = _standIns.Sandbox.Mailbox.Mails[0];
        Assert.Equal(202, (int)sent.StatusCode);
        Assert.Equal(mail.Id, sent.Headers.GetValues("X-Message-Id").Single());
        Assert.Equal(("Badges <badges@example.org>", "Maria <maria@example.org>"), (mail.From, mail.To));
        var page = await _standIns.Http.GetStringAsync($"/inbox/{mail.Id}");
        Assert.Contains("sandbox=\"allow-same-origin allow-top-navigation-by-user-activation\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_recipient_gets_a_mail()
    {
        var message = Message("delivery-1");
        message.AddTo("jonas@example.org");

        await Client().SendEmailAsync(message);

        Assert.Equal(["maria@example.org", "jonas@example.org"], _standIns.Sandbox.Mailbox.Mails.Select(mail => mail.ToAddress));
        Assert.Equal(2, _standIns.Sandbox.Mailbox.Mails.DistinctBy(mail => mail.Id).Count());
    }

    [Theory]
    [InlineData("Roe, PhD", null)]
    [InlineData("Roe; Maria", null)]
    [InlineData("Maria (Mia) Roe", null)]
    [InlineData("maria@home", null)]
    [InlineData("Maria \"Mia\" Roe, PhD", null)]
    [InlineData("\"Roe", null)]
    [InlineData("Maria \\ Roe", null)]
    [InlineData("Maria M. Roe", "Maria M. Roe")]
    [InlineData("O'Brien-Łuć 日本", "O'Brien-Łuć 日本")]
    [InlineData("\"Roe, PhD\"", "Roe, PhD")]
    [InlineData("\"Maria \\\"Mia\\\" \\\\ Roe\"", "Maria \"Mia\" \\ Roe")]
    [InlineData("Maria \"Mia\" Roe", "Maria Mia Roe")]
    public async Task A_recipient_s_name_is_shown_without_its_quotes_and_one_with_a_special_outside_of_them_never_arrives(string name, string? shown)
    {
        var message = Message("delivery-1");
        message.Personalizations[0].Tos[0].Name = name;

        var sent = await Client().SendEmailAsync(message);

        Assert.Equal(202, (int)sent.StatusCode);
        Assert.NotEmpty(sent.Headers.GetValues("X-Message-Id"));
        Assert.Equal(shown is null ? [] : [shown], _standIns.Sandbox.Mailbox.Mails.Select(mail => mail.ToName));
    }

    [Theory]
    [InlineData("Roe, Inc.", null)]
    [InlineData("\"Roe, Inc.\"", "Roe, Inc. <badges@example.org>")]
    [InlineData("Roe Inc", "Roe Inc <badges@example.org>")]
    public async Task A_sender_s_name_is_shown_alike_and_so_is_who_gets_the_answer(string name, string? shown)
    {
        var from = Message("delivery-1");
        from.From.Name = name;
        var replyTo = Message("delivery-2");
        replyTo.ReplyTo = new EmailAddress("badges@example.org", name);

        await Client().SendEmailAsync(from);
        await Client().SendEmailAsync(replyTo);

        Assert.Equal(shown is null ? [] : [shown], _standIns.Sandbox.Mailbox.Mails.Where(mail => mail.ReplyTo is null).Select(mail => mail.From));
        Assert.Equal(shown is null ? [] : [shown], _standIns.Sandbox.Mailbox.Mails.Where(mail => mail.ReplyTo is not null).Select(mail => mail.ReplyTo));
    }

    [Theory]
    [InlineData("from.email")]
    [InlineData("personalizations")]
    [InlineData("personalizations.0.to.0.email")]
    [InlineData("subject")]
    [InlineData("content")]
    public async Task What_is_wrong_with_a_mail_is_named(string field)
    {
        var message = Message("delivery-1");
        switch (field)
        {
            case "from.email": message.From = null; break;
            case "personalizations": message.Personalizations = []; break;
            case "personalizations.0.to.0.email": message.Personalizations[0].Tos[0].Email = "nobody"; break;
            case "subject": message.Subject = null; break;
            default: (message.HtmlContent, message.PlainTextContent) = (null, null); break;
        }

        var answer = await Client().SendEmailAsync(message);

        Assert.Equal(400, (int)answer.StatusCode);
        using var errors = JsonDocument.Parse(await answer.Body.ReadAsStringAsync());
        Assert.Equal(field, Assert.Single(errors.RootElement.GetProperty("errors").EnumerateArray()).GetProperty("field").GetString());
        Assert.Empty(_standIns.Sandbox.Mailbox.Mails);
    }

    [Fact]
    public async Task Another_key_is_refused()
    {
        var answer = await Client("SG.other").SendEmailAsync(Message("delivery-1"));

        Assert.Equal(401, (int)answer.StatusCode);
        Assert.Empty(_standIns.Sandbox.Mailbox.Mails);
    }

    private static SendGridMessage Message(string deliveryId)
    {
        var message = new SendGridMessage
        {
            From = new EmailAddress("badges@example.org", "Badges"),
            Subject = "Your badge",
            HtmlContent = "<p>Hello</p>",
            PlainTextContent = "Hello",
        };
        message.AddTo("maria@example.org", "Maria");
        message.AddCustomArg("delivery_id", deliveryId);
        return message;
    }

    private SendGridClient Client(string? key = null) =>
        new(key ?? TestSettings.Sandbox.SendGridApiKey, _standIns.Sandbox.Addresses.Sandbox);
}
