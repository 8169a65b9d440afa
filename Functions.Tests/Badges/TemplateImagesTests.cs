using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Tests.Storage;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.Badges;

public sealed class TemplateImagesTests
{
    [Fact]
    public async Task That_there_is_no_image_is_not_kept_as_anybody_can_ask_for_any()
    {
        var tables = new TableServiceClient(await TestTables.NewAccountAsync());
        await tables.CreateTableIfNotExistsAsync(TemplateImages.Table);
        var here = new TemplateImages(tables, new FakeTimeProvider(A.Now));
        var another = new TemplateImages(tables, new FakeTimeProvider(A.Now));
        Assert.Null(await here.FindAsync("code", CancellationToken.None));

        await another.SaveAsync("code", new TemplateImage([1, 2, 3], "image/png"), CancellationToken.None);

        Assert.NotNull(await here.FindAsync("code", CancellationToken.None));
    }
}
