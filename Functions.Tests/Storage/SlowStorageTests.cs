using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Storage;
using BadgeFunctions.Functions.Tests.Badges;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.Storage;

/// <summary>Table storage takes three seconds for an answer.</summary>
public sealed class SlowStorageTests : IAsyncLifetime
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(3);

    private readonly WebApplication _storage = WebApplication.CreateSlimBuilder().Build();
    private ServiceProvider _services = null!;

    private BadgeStore Badges => BadgeStoreTests.NewStore(_services.GetRequiredService<TableServiceClient>(), new FakeTimeProvider(A.Now));

    public async Task InitializeAsync()
    {
        _storage.Urls.Add("http://127.0.0.1:0");
        _storage.MapFallback(async (HttpRequest request, CancellationToken cancellationToken) =>
        {
            await Task.Delay(Slow, cancellationToken);
            return Results.Json(new { value = Array.Empty<object>() });
        });
        await _storage.StartAsync();
        var connection = $"DefaultEndpointsProtocol=http;AccountName=slow;AccountKey={Convert.ToBase64String(new byte[64])};TableEndpoint={_storage.Urls.Single()}/slow;";
        _services = new ServiceCollection().AddStorage()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Tables:ConnectionString", connection)]).Build())
            .BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _storage.DisposeAsync();
    }

    [Fact]
    public async Task What_goes_through_the_whole_table_at_night_waits() =>
        Assert.Empty((await Badges.OpenAsync(25, null, CancellationToken.None)).Badges);

    [Fact]
    public async Task What_somebody_waits_for_does_not() =>
        await Assert.ThrowsAnyAsync<Exception>(() => Badges.OfMemberAsync("m-1001", CancellationToken.None));
}
