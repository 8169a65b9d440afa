using System.Text;
using System.Xml.Linq;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Functions.Web;
using BadgeFunctions.Sandbox.Processes;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SkiaSharp;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

public sealed class BakedImagesTests : IAsyncLifetime
{
    private const string Code = "level-c-project-manager";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly Assets Own = new(Theme.Default);

    private TemplateImages _taken = null!;
    private BakedImages _images = null!;

    public async Task InitializeAsync()
    {
        var tables = new TableServiceClient(await TestTables.NewAccountAsync());
        await tables.CreateTableIfNotExistsAsync(TemplateImages.Table);
        _taken = new TemplateImages(tables, new FakeTimeProvider(A.Now));
        _images = new BakedImages(_taken, new BadgeImages(Own, Options.Create(new WebOptions { PublicUrl = new Uri("https://badges.example.org"), OrganisationName = "Example" })));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(Code, Code)]
    [InlineData("a-template-of-the-body", "badge")]
    public async Task A_badge_without_an_image_of_the_platform_has_the_app_s_own(string code, string name)
    {
        var png = await PngAsync(code);
        var svg = await SvgAsync(code);

        Assert.Equal(PngBaking.Bake(Own.Find($"{name}.png")!.Content, BakedImage.Credential, Files.Jws), png);
        Assert.Equal(SvgBaking.Bake(Own.Find($"{name}.svg")!.Content, BakedImage.Credential, Files.Jws), svg);
        Assert.Equal((new Unbaked.Credential(Files.Jws, BakedImage.Credential), new Unbaked.Credential(Files.Jws, BakedImage.Credential)), (BakedImage.Read(png), BakedImage.Read(svg)));
    }

    [Fact]
    public async Task The_platform_s_png_goes_before_the_app_s_own_and_stays_as_it_is()
    {
        var picture = Files.Picture(SKEncodedImageFormat.Png);
        await _taken.SaveAsync(Code, new TemplateImage(picture, "image/png"), CancellationToken.None);

        Assert.Equal(PngBaking.Bake(picture, BakedImage.Credential, Files.Jws), await PngAsync(Code));
        var (width, height, framed) = Framed(await SvgAsync(Code));
        Assert.Equal((40, 30), (width, height));
        Assert.Equal(picture, framed);
    }

    [Fact]
    public async Task The_platform_s_jpeg_is_baked_as_png()
    {
        await _taken.SaveAsync(Code, new TemplateImage(Files.Picture(SKEncodedImageFormat.Jpeg), "image/jpeg"), CancellationToken.None);

        var png = await PngAsync(Code);

        Assert.IsType<Unbaked.Credential>(BakedImage.Read(png));
        using var picture = SKBitmap.Decode(png);
        Assert.Equal((40, 30), (picture.Width, picture.Height));
        Assert.InRange(picture.GetPixel(20, 15).Blue, 170, 190);
        var (width, height, framed) = Framed(await SvgAsync(Code));
        Assert.Equal((40, 30, "image/png"), (width, height, TemplateImage.TypeOf(framed)));
    }

    [Fact]
    public async Task An_image_that_cannot_be_read_or_has_too_many_pixels_gives_way_to_the_app_s_own()
    {
        using var huge = new SKBitmap(new SKImageInfo(4001, 4000, SKColorType.Gray8));
        using var jpeg = huge.Encode(SKEncodedImageFormat.Jpeg, 10);
        byte[][] files = [Files.Picture(SKEncodedImageFormat.Png)[..60], Files.Picture(SKEncodedImageFormat.Jpeg)[..200], new byte[100], jpeg.ToArray()];
        foreach (var file in files)
        {
            await _taken.SaveAsync(Code, new TemplateImage(file, "image/png"), CancellationToken.None);

            Assert.Equal(PngBaking.Bake(Own.Find($"{Code}.png")!.Content, BakedImage.Credential, Files.Jws), await PngAsync(Code));
        }
    }

    [Fact]
    public void Each_image_of_the_app_is_there_as_png_and_as_svg()
    {
        var names = Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Root, "Functions", "Badges", "Images")).Select(Path.GetFileNameWithoutExtension).Distinct().ToArray();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.True(Own.Find($"{name}.png") is not null && Own.Find($"{name}.svg") is not null, name));
    }

    private Task<byte[]> PngAsync(string code) => _images.PngAsync(code, BakedImage.Credential, Files.Jws, CancellationToken.None);

    private Task<byte[]> SvgAsync(string code) => _images.SvgAsync(code, BakedImage.Credential, Files.Jws, CancellationToken.None);

    private static (int Width, int Height, byte[] Picture) Framed(byte[] svg)
    {
        Assert.Equal(new Unbaked.Credential(Files.Jws, BakedImage.Credential), BakedImage.Read(svg));
        var root = XDocument.Parse(Encoding.UTF8.GetString(svg)).Root!;
        var (width, height) = ((int)root.Attribute("width")!, (int)root.Attribute("height")!);
        Assert.Equal($"0 0 {width} {height}", root.Attribute("viewBox")!.Value);
        var image = root.Element(Svg + "image")!;
        Assert.Equal((width, height), ((int)image.Attribute("width")!, (int)image.Attribute("height")!));
        var address = image.Attributes().Single(attribute => attribute.Name.LocalName == "href").Value;
        return (width, height, Convert.FromBase64String(address["data:image/png;base64,".Length..]));
    }
}
