using Microsoft.Playwright;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>
/// One Chromium for all tests, and a test's windows in it, each with cookies of its own. They close with the test: pages that count
/// seconds and come back by themselves would go on until the last test.
/// </summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    // Without them Chromium asks its maker's servers for updates and lists.
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private static readonly Lazy<Task<IBrowser>> Browser = new(LaunchAsync);

    private readonly List<IBrowserContext> _windows = [];

    /// <summary>A window of a phone's size.</summary>
    public async Task<IPage> OpenAsync(bool javaScript = true)
    {
        var context = await (await Browser.Value).NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = 390, Height = 844 },
            JavaScriptEnabled = javaScript,
        });
        _windows.Add(context);
        context.SetDefaultTimeout(15_000);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var window in _windows)
        {
            await window.CloseAsync();
        }
    }

    private static async Task<IBrowser> LaunchAsync()
    {
        // Two cores share the browser, the app and everything else that is tested meanwhile.
        Assertions.SetDefaultExpectTimeout(15_000);
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Find(), Args = Quiet });
    }

    /// <summary>Where it is on this machine.</summary>
    public static string Find()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named)
        {
            return named;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("Chromium is needed; set CHROMIUM to its path, or run ./test.sh, which installs it.");
    }
}
