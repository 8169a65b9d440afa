using System.Net;
using AngleSharp;
using AngleSharp.Html.Dom;

namespace BadgeFunctions.Sandbox.Journey;

/// <summary>A member's browser without a screen: opens pages, keeps cookies, presses the button of a form.</summary>
internal sealed class MemberBrowser : IDisposable
{
    private readonly CookieContainer _cookies = new();

    private readonly HttpClient _http;

    private readonly IBrowsingContext _context = BrowsingContext.New(Configuration.Default);

    public MemberBrowser() =>
        _http = new(new HttpClientHandler { AllowAutoRedirect = true, CookieContainer = _cookies }) { Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>The cookies that it holds now.</summary>
    public CookieCollection Cookies => _cookies.GetAllCookies();

    public IHtmlDocument Page { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public async Task OpenAsync(Uri address, CancellationToken cancellationToken) =>
        await ReadAsync(await _http.GetAsync(address, cancellationToken), cancellationToken);

    /// <summary>Submits the form whose button has this text, with what is filled in besides.</summary>
    public async Task PressAsync(string button, CancellationToken cancellationToken, params (string Name, string Value)[] filled)
    {
        var pressed = Page.QuerySelectorAll("button").OfType<IHtmlButtonElement>()
            .FirstOrDefault(candidate => candidate.TextContent.Trim() == button);
        var form = pressed?.Form
            ?? throw new InvalidOperationException($"{Address.GetLeftPart(UriPartial.Authority)}: no button '{button}' on the page '{Page.Title}'.");
        var fields = form.Elements.OfType<IHtmlInputElement>()
            .Where(input => input.Name is { Length: > 0 } && (input.Type != "checkbox" || input.IsChecked))
            .ToDictionary(input => input.Name!, input => input.Value);
        foreach (var (name, value) in filled)
        {
            fields[name] = value;
        }

        var target = new Uri(Address, pressed.GetAttribute("formaction") ?? form.GetAttribute("action") ?? "");
        await ReadAsync(await _http.PostAsync(target, new FormUrlEncodedContent(fields), cancellationToken), cancellationToken);
    }

    public void Dispose()
    {
        _http.Dispose();
        _context.Dispose();
    }

    private async Task ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using (response)
        {
            var html = await response.Content.ReadAsStringAsync(cancellationToken);
            Address = response.RequestMessage!.RequestUri!;
            Page = (IHtmlDocument)await _context.OpenAsync(request => request.Content(html).Address(Address.AbsoluteUri), cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new InvalidOperationException($"{Address.GetLeftPart(UriPartial.Authority)} answered {(int)response.StatusCode}: {Page.Title}");
            }
        }
    }
}
