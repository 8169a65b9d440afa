using System.Text;
using BadgeFunctions.Functions.OpenBadges;
using SkiaSharp;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

public sealed class BakedImageTests
{
    private static readonly byte[] Svg = Encoding.UTF8.GetBytes(Files.Svg("<g><path d=\"M0 0\"/></g>"));

    public static TheoryData<byte[]> Good =>
    [
        PngBaking.Bake(Files.Picture(SKEncodedImageFormat.Png), BakedImage.Credential, Files.Json)!,
        Files.Png(Files.Pixels, Files.Compressed("openbadges", Files.Packed(Encoding.UTF8.GetBytes(Files.Json))), Files.End),
        Files.Png(Files.Latin("openbadges", "https://example.org/1"), Files.International("openbadgecredential", Files.Jws, "en", "Badge"), Files.Pixels, Files.End),
        SvgBaking.Bake(Svg, BakedImage.Credential, Files.Json)!,
        SvgBaking.Bake(Svg, BakedImage.Credential, Files.Jws)!,
        SvgBaking.Bake(Svg, BakedImage.Assertion, Files.Json)!,
    ];

    [Fact]
    public void The_content_tells_what_a_file_is()
    {
        var found = new Unbaked.Credential(Files.Json, BakedImage.Credential);

        Assert.Equal(found, BakedImage.Read(PngBaking.Bake(Files.Picture(SKEncodedImageFormat.Png), BakedImage.Credential, Files.Json)));
        Assert.Equal(found, BakedImage.Read(SvgBaking.Bake(Svg, BakedImage.Credential, Files.Json)));
        Assert.Equal(found, BakedImage.Read((byte[])[0xEF, 0xBB, 0xBF, .. "\n"u8, .. SvgBaking.Bake(Svg, BakedImage.Credential, Files.Json)!]));
    }

    [Fact]
    public void Any_other_file_is_told()
    {
        Assert.All(
            (byte[][])[[], [0x89], Files.Signature[..7], Files.Picture(SKEncodedImageFormat.Jpeg), Encoding.UTF8.GetBytes(Files.Json), Encoding.Unicode.GetBytes("\uFEFF<svg/>"), new byte[100]],
            file => Assert.Equal(Unbaked.NoImage(), BakedImage.Read(file)));
    }

    [Fact]
    public void A_file_over_the_limit_is_not_read()
    {
        var png = PngBaking.Bake(Files.Png(Files.Pixels, Files.End), BakedImage.Credential, Files.Json)!;
        var largest = new byte[BakedImage.MaxFileBytes];
        png.CopyTo(largest, 0);

        Assert.IsType<Unbaked.Credential>(BakedImage.Read(largest));
        Assert.Equal(new Unbaked.Unreadable("This file is too large: the limit is 12 MiB."), BakedImage.Read((byte[])[.. largest, 0]));
    }

    /// <summary>Cut anywhere, and with bytes changed anywhere, with the same seed each time.</summary>
    [Theory]
    [MemberData(nameof(Good))]
    public void Whatever_is_done_to_a_file_it_gets_an_answer_and_costs_little_memory(byte[] good)
    {
        var random = new Random(good.Length);
        var answers = new HashSet<Type>();
        Assert.IsType<Unbaked.Credential>(BakedImage.Read(good));
        for (var round = 0; round < 2000; round++)
        {
            byte[] bad = [.. good.Take(random.Next(3) == 0 ? random.Next(good.Length) : good.Length)];
            for (var changes = random.Next(4); changes > 0 && bad.Length > 0; changes--)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            answers.Add(BakedImage.Read(bad).GetType());
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * Unbaked.MaxTextBytes);
        }

        Assert.Superset(new HashSet<Type> { typeof(Unbaked.Credential), typeof(Unbaked.Unreadable) }, answers);
    }

    [Theory]
    [InlineData("<svg{0}></svg>", " a{0}='1'")]
    [InlineData("<svg{0}></svg>", " xmlns:a{0}='u{0}'")]
    public void An_svg_with_a_million_attributes_is_refused_before_they_are_compared(string around, string part) =>
        Assert.Equal(new Unbaked.Unreadable("This SVG is too deeply nested or has too many attributes."), BakedImage.Read(Filled(around, part)));

    [Theory]
    [InlineData("<svg>{0}</svg>", "<a{0}/>")]
    [InlineData("<svg>{0}</svg>", "<![CDATA[]]]]>")]
    [InlineData("<svg>{0}</svg>", "&#65;")]
    [InlineData("<svg><title a='{0}'/></svg>", "data:,A")]
    public void The_largest_svg_is_read_within_bounds(string around, string part)
    {
        var svg = Filled(around, part);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.IsType<Unbaked.Nothing>(BakedImage.Read(svg));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20L * BakedImage.MaxFileBytes);
    }

    private static byte[] Filled(string around, string part)
    {
        var parts = new StringBuilder();
        for (var number = 0; parts.Length < BakedImage.MaxFileBytes - 100; number++)
        {
            parts.Append(part.Replace("{0}", $"{number}", StringComparison.Ordinal));
        }

        return Encoding.ASCII.GetBytes(around.Replace("{0}", parts.ToString(), StringComparison.Ordinal));
    }
}
