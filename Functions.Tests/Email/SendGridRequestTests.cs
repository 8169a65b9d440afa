using System.Net;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.Email;
using BadgeFunctions.Functions.Email.Templates;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Tests.Email;

public sealed class SendGridRequestTests
{
    private static readonly OutgoingEmail Email =
        new("1-claim", "maria.rossi@example.org", "Maria Rossi", "claim", new EmailContent("A subject", "<p>Hello</p>", "Hello")) { MemberId = "M-1" };

    [Fact]
    public async Task The_request_is_as_sendgrid_documents_it_and_turns_tracking_off()
    {
        using var sendGrid = new RecordingSendGrid();

        var answer = await SendAsync(sendGrid, Email);

        Assert.Equal(new SendAnswer.Sent("message-1"), answer);
        Assert.Equal("POST https://sendgrid.example/v3/mail/send", sendGrid.Call);
        Assert.Equal("Bearer SG.test", sendGrid.Authorization);
        var body = sendGrid.Body!;
        Assert.False((bool)body["tracking_settings"]!["click_tracking"]!["enable"]!);
        Assert.False((bool)body["tracking_settings"]!["click_tracking"]!["enable_text"]!);
        Assert.False((bool)body["tracking_settings"]!["open_tracking"]!["enable"]!);
        Assert.Equal(["text/plain", "text/html"], body["content"]!.AsArray().Select(part => (string?)part!["type"]));
        Assert.Equal(["Hello", "<p>Hello</p>"], body["content"]!.AsArray().Select(part => (string?)part!["value"]));
        Assert.Equal("A subject", (string?)body["subject"]);
        Assert.Equal("badges@example.org", (string?)body["from"]!["email"]);
        var envelope = Assert.Single(body["personalizations"]!.AsArray())!;
        var recipient = Assert.Single(envelope["to"]!.AsArray())!;
        Assert.Equal(("maria.rossi@example.org", "Maria Rossi"), ((string?)recipient["email"], (string?)recipient["name"]));
        var arguments = (envelope["custom_args"] ?? body["custom_args"])!;
        Assert.Equal(("1-claim", "M-1"), ((string?)arguments["delivery_id"], (string?)arguments["member_id"]));
        Assert.Equal("claim", (string?)Assert.Single(body["categories"]!.AsArray()));
    }

    [Fact]
    public async Task A_reminder_has_the_headers_of_RFC_8058_and_other_e_mails_have_none()
    {
        using var sendGrid = new RecordingSendGrid();

        await SendAsync(sendGrid, Email);
        Assert.Null(sendGrid.Body!["headers"] ?? sendGrid.Body["personalizations"]![0]!["headers"]);
        await SendAsync(sendGrid, Email with { Content = Email.Content with { StopRemindersUrl = "https://badges.example.org/reminders/1" } });

        var headers = sendGrid.Body["headers"] ?? sendGrid.Body["personalizations"]![0]!["headers"]!;
        Assert.Equal("<https://badges.example.org/reminders/1>", (string?)headers["List-Unsubscribe"]);
        Assert.Equal("List-Unsubscribe=One-Click", (string?)headers["List-Unsubscribe-Post"]);
    }

    [Theory]
    [InlineData("Maria Rossi", "Maria Rossi")]
    [InlineData("Maria M. Rossi", "Maria M. Rossi")]
    [InlineData("Seán O'Brien-Łuć 日本", "Seán O'Brien-Łuć 日本")]
    [InlineData("", "")]
    [InlineData("Maria Rossi, PhD", "\"Maria Rossi, PhD\"")]
    [InlineData("Łucja Łuć, dr hab.", "\"Łucja Łuć, dr hab.\"")]
    [InlineData("Rossi; Maria", "\"Rossi; Maria\"")]
    [InlineData("Maria (Mia) Rossi", "\"Maria (Mia) Rossi\"")]
    [InlineData("Maria <b>Rossi</b>", "\"Maria <b>Rossi</b>\"")]
    [InlineData("Maria [Rossi]", "\"Maria [Rossi]\"")]
    [InlineData("maria@home", "\"maria@home\"")]
    [InlineData("Rossi: Maria", "\"Rossi: Maria\"")]
    [InlineData("Maria \"Mia\" Rossi", "\"Maria \\\"Mia\\\" Rossi\"")]
    [InlineData("Maria \\ Rossi", "\"Maria \\\\ Rossi\"")]
    public async Task A_recipient_s_name_that_would_be_taken_for_several_addresses_is_quoted(string name, string sent)
    {
        using var sendGrid = new RecordingSendGrid();

        await SendAsync(sendGrid, Email with { ToName = name });

        Assert.Equal(sent, (string?)sendGrid.Body!["personalizations"]![0]!["to"]![0]!["name"]);
    }

    [Fact]
    public async Task The_sender_s_name_is_quoted_alike_and_so_is_who_gets_the_answer()
    {
        using var sendGrid = new RecordingSendGrid();

        await SendAsync(sendGrid, Email, fromName: "Badges, Inc.");

        Assert.Equal("\"Badges, Inc.\"", (string?)sendGrid.Body!["from"]!["name"]);
        Assert.Equal(("\"Association (Example)\"", "office@example.org"), ((string?)sendGrid.Body["reply_to"]!["name"], (string?)sendGrid.Body["reply_to"]!["email"]));
    }

    private static async Task<SendAnswer> SendAsync(RecordingSendGrid sendGrid, OutgoingEmail email, string fromName = "Badges")
    {
        using var http = new HttpClient(sendGrid, disposeHandler: false);
        var sender = new SendGridEmailSender(
            http,
            Options.Create(new SendGridOptions { ApiKey = "SG.test", Host = new Uri("https://sendgrid.example") }),
            Options.Create(new EmailOptions { FromAddress = "badges@example.org", FromName = fromName }),
            Options.Create(new WebOptions
            {
                PublicUrl = new Uri("https://badges.example.org"),
                OrganisationName = "Association (Example)",
                ContactAddress = "office@example.org",
            }));
        return await sender.SendAsync(email, CancellationToken.None);
    }

    private sealed class RecordingSendGrid : HttpMessageHandler
    {
        public string? Call { get; private set; }

        public string? Authorization { get; private set; }

        public JsonNode? Body { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Call = $"{request.Method} {request.RequestUri}";
            Authorization = request.Headers.Authorization?.ToString();
            Body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
            return new HttpResponseMessage(HttpStatusCode.Accepted)
            {
                Headers = { { "X-Message-Id", "message-1" } },
                Content = new StringContent(""),
            };
        }
    }
}
