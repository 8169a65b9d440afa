using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.Tests.EndToEnd;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Functions.Tests.Web;
using BadgeFunctions.Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

/// <summary>On Azurite.</summary>
public sealed class StatusListFunctionTests : IAsyncLifetime
{
    private const string Address = "https://badges.example.org/status-lists/1";

    private readonly FakeTimeProvider _clock = new(A.Now);
    private readonly Issuer _issuer = new();
    private readonly TableCalls _calls = new();
    private readonly Gate _gate = new();
    private CredentialTable _credentials = null!;
    private StatusLists _lists = null!;

    public async Task InitializeAsync()
    {
        var options = new TableClientOptions();
        options.AddPolicy(_calls, HttpPipelinePosition.PerCall);
        options.AddPolicy(_gate, HttpPipelinePosition.PerCall);
        var tables = new TableServiceClient(await TestTables.NewAccountAsync(), options);
        await tables.CreateTableIfNotExistsAsync(CredentialTable.Table);
        _credentials = new CredentialTable(tables, _clock);
        _lists = NewLists();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_list_is_a_signed_credential_about_the_list()
    {
        await _credentials.RevokeAsync(new CredentialPlace(1, 77), CancellationToken.None);

        var body = (await GetAsync()).Body;
        var credential = JsonNode.Parse(body)!.AsObject();
        credential.Remove("proof");

        var list = credential["credentialSubject"]!["encodedList"]!.GetValue<string>();
        Assert.True(StatusBits.TryDecode(list, out var bits, out _));
        Assert.Equal(StatusBits.None.With(77, true).ToArray(), bits.ToArray());
        Assert.Equal(
            $$$"""
            {"@context":["https://www.w3.org/ns/credentials/v2"],"id":"{{{Address}}}","type":["VerifiableCredential","BitstringStatusListCredential"],
            "issuer":"did:web:badges.example.org","validFrom":"2021-04-27T09:00:00Z",
            "credentialSubject":{"id":"{{{Address}}}#list","type":"BitstringStatusList","statusPurpose":"revocation","encodedList":"{{{list}}}"}}
            """.ReplaceLineEndings(""),
            credential.ToJsonString());
        Assert.True(_issuer.Verifies(body));
    }

    [Fact]
    public async Task Nothing_was_revoked_since_ever_where_nothing_was_revoked()
    {
        var credential = JsonNode.Parse((await GetAsync()).Body)!;

        Assert.Equal("1970-01-01T00:00:00Z", credential["validFrom"]!.GetValue<string>());
        Assert.Equal(StatusBits.None.Encode(), credential["credentialSubject"]!["encodedList"]!.GetValue<string>());
    }

    [Fact]
    public async Task Everybody_may_read_it_and_keep_it_for_half_a_minute()
    {
        await _credentials.RevokeAsync(new CredentialPlace(1, 77), CancellationToken.None);

        var (response, body) = await GetAsync();

        Assert.Equal((StatusCodes.Status200OK, "application/vc+ld+json"), (response.StatusCode, response.ContentType));
        Assert.Equal("public, max-age=30", response.Headers.CacheControl);
        Assert.Equal("*", response.Headers.AccessControlAllowOrigin);
        Assert.Equal("Tue, 27 Apr 2021 09:00:00 GMT", response.Headers.LastModified);
        Assert.Equal(body.Length, response.ContentLength);
        Assert.Matches("^\"[0-9a-f]{16}\"$", response.Headers.ETag.ToString());
    }

    [Fact]
    public async Task Who_asks_for_the_head_gets_no_body()
    {
        var (response, body) = await GetAsync(method: HttpMethods.Head);

        Assert.Equal((StatusCodes.Status200OK, "application/vc+ld+json"), (response.StatusCode, response.ContentType));
        Assert.Empty(body);
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("W/{0}")]
    [InlineData("\"another\", {0}")]
    [InlineData("*")]
    public async Task Who_has_the_list_does_not_get_it_again_and_nothing_is_signed_for_it(string known)
    {
        await _credentials.RevokeAsync(new CredentialPlace(1, 77), CancellationToken.None);
        var tag = (await GetAsync(NewLists())).Response.Headers.ETag.ToString();

        var (response, body) = await GetAsync(ifNoneMatch: string.Format(CultureInfo.InvariantCulture, known, tag));

        Assert.Equal((StatusCodes.Status304NotModified, 0), (response.StatusCode, body.Length));
        Assert.False((await _lists.FindAsync(1, CancellationToken.None))!.Signed.IsValueCreated);
        Assert.Equal(tag, response.Headers.ETag);
        Assert.Equal("*", response.Headers.AccessControlAllowOrigin);
        Assert.Equal("public, max-age=30", response.Headers.CacheControl);
    }

    [Fact]
    public async Task A_revocation_is_told_after_five_seconds_also_to_who_has_the_list()
    {
        await _credentials.RevokeAsync(new CredentialPlace(1, 77), CancellationToken.None);
        var tag = (await GetAsync()).Response.Headers.ETag.ToString();
        await _credentials.RevokeAsync(new CredentialPlace(1, 78), CancellationToken.None);

        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(StatusCodes.Status304NotModified, (await GetAsync(ifNoneMatch: tag)).Response.StatusCode);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        var (response, body) = await GetAsync(ifNoneMatch: tag);

        Assert.Equal(StatusCodes.Status200OK, response.StatusCode);
        Assert.Contains(StatusBits.None.With(77, true).With(78, true).Encode(), System.Text.Encoding.UTF8.GetString(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_alone_does_not_hide_the_second_revocation_of_a_second()
    {
        await _credentials.RevokeAsync(new CredentialPlace(1, 77), CancellationToken.None);
        var modified = (await GetAsync()).Response.Headers.LastModified.ToString();

        var (response, _) = await GetAsync(ifModifiedSince: modified);

        Assert.Equal(StatusCodes.Status200OK, response.StatusCode);
    }

    [Fact]
    public async Task A_thousand_verifiers_cost_one_read_and_one_signature()
    {
        await _credentials.RevokeAsync(new CredentialPlace(1, 77), CancellationToken.None);
        _calls.Reads.Clear();

        var answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => Task.Run(() => GetAsync())));

        Assert.All(answers, answer => Assert.Equal(StatusCodes.Status200OK, answer.Response.StatusCode));
        Assert.Single(_calls.Reads);
        Assert.Single(answers.Select(answer => Convert.ToBase64String(answer.Body)).Distinct());
    }

    [Fact]
    public async Task A_list_that_has_not_changed_is_read_again_and_not_signed_again()
    {
        await _credentials.RevokeAsync(new CredentialPlace(1, 77), CancellationToken.None);
        await GetAsync();
        var signed = (await _lists.FindAsync(1, CancellationToken.None))!.Signed;
        _calls.Reads.Clear();
        _clock.Advance(TimeSpan.FromSeconds(5));

        await GetAsync();

        Assert.Single(_calls.Reads);
        Assert.Same(signed, (await _lists.FindAsync(1, CancellationToken.None))!.Signed);
    }

    [Fact]
    public async Task A_verifier_that_goes_away_takes_the_list_from_nobody()
    {
        using var goes = new CancellationTokenSource();
        _gate.Close();
        var gone = GetAsync(cancellationToken: goes.Token);
        var stays = GetAsync();

        await goes.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        _gate.Open();

        Assert.Equal(StatusCodes.Status200OK, (await stays).Response.StatusCode);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("01")]
    [InlineData("2")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.0")]
    [InlineData("１")]
    [InlineData("one")]
    [InlineData("2147483647")]
    [InlineData("99999999999999999999")]
    public async Task A_list_that_is_not_there_is_a_problem_that_web_pages_can_read(string number)
    {
        var (response, _) = await GetAsync(number: number);

        Assert.Equal((StatusCodes.Status404NotFound, "application/problem+json"), (response.StatusCode, response.ContentType));
        Assert.Equal("*", response.Headers.AccessControlAllowOrigin);
    }

    private StatusLists NewLists() => new(
        _credentials, _issuer.Keys, Options.Create(new WebOptions { PublicUrl = new Uri("https://badges.example.org"), OrganisationName = "x" }), _clock);

    private async Task<(HttpResponse Response, byte[] Body)> GetAsync(
        StatusLists? lists = null,
        string number = "1",
        string method = "GET",
        string? ifNoneMatch = null,
        string? ifModifiedSince = null,
        CancellationToken cancellationToken = default)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Headers.IfNoneMatch = ifNoneMatch;
        context.Request.Headers.IfModifiedSince = ifModifiedSince;
        return await WebServices.ExecuteAsync(await new StatusListFunction(lists ?? _lists).Run(context.Request, number, cancellationToken), context);
    }

    /// <summary>Lets the table's calls wait.</summary>
    private sealed class Gate : HttpPipelinePolicy
    {
        private TaskCompletionSource? _closed;

        public void Close() => _closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Open() => _closed?.SetResult();

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await (_closed?.Task ?? Task.CompletedTask).WaitAsync(message.CancellationToken);
            await ProcessNextAsync(message, pipeline);
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();
    }
}
