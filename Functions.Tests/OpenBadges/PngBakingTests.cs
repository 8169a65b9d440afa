using System.Text;
using BadgeFunctions.Functions.OpenBadges;
using SkiaSharp;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

public sealed class PngBakingTests
{
    private static readonly byte[] Time = Files.Chunk("tIME", [7, 229, 4, 27, 9, 0, 0]);

    private static readonly byte[] Comment = Files.Latin("Comment", "openbadges");

    public static TheoryData<string, byte[]> Foreign => new()
    {
        { "before the pixels", Files.Png(Time, Files.International("openbadges", Files.Json), Files.Pixels, Files.End) },
        { "at the end", Files.Png(Files.Pixels, Comment, Files.International("openbadges", Files.Json), Files.End) },
        { "compressed", Files.Png(Files.Compressed("openbadges", Files.Packed(Encoding.UTF8.GetBytes(Files.Json))), Files.Pixels, Files.End) },
        { "language and translated keyword", Files.Png(Files.Pixels, Files.International("openbadges", Files.Json, "de-CH", "Öffne Badges"), Files.End) },
        { "spaces around", Files.Png(Files.Pixels, Files.International("openbadges", $"\n {Files.Json} \n"), Files.End) },
        { "twice: the first counts", Files.Png(Files.International("openbadges", Files.Json), Files.International("openbadges", "{}"), Files.Pixels, Files.End) },
        { "cut off after it", Files.Png(Files.International("openbadges", Files.Json), Files.Pixels[..^3]) },
        { "more after the end", Files.Png(Files.International("openbadges", Files.Json), Files.Pixels, Files.End, [1, 2, 3]) },
    };

    [Theory]
    [InlineData(BakedImage.Credential, Files.Json)]
    [InlineData(BakedImage.Credential, Files.Jws)]
    [InlineData(BakedImage.Assertion, Files.Json)]
    public void What_was_baked_is_read_again(string keyword, string text)
    {
        var baked = PngBaking.Bake(Files.Picture(SKEncodedImageFormat.Png), keyword, text);

        Assert.Equal(new Unbaked.Credential(text, keyword), PngBaking.Unbake(baked));
    }

    [Fact]
    public void A_text_stands_uncompressed_after_the_header_and_every_other_byte_stays()
    {
        var baked = PngBaking.Bake(Files.Png(Time, Files.Pixels, Comment, Files.End, [1, 2, 3]), BakedImage.Credential, Files.Json);

        Assert.Equal(Files.Png(Files.International("openbadgecredential", Files.Json), Time, Files.Pixels, Comment, Files.End, [1, 2, 3]), baked);
    }

    [Fact]
    public void A_png_that_was_baked_before_holds_the_new_text_alone()
    {
        var before = Files.Png(
            Files.Latin("openbadges", "https://example.org/1"),
            Files.Pixels,
            Files.International("openbadges", "{}", "en", "x"),
            Files.Compressed("openbadges", [1, 2]),
            Files.International("openbadgecredential", Files.Jws),
            Files.End);

        var baked = PngBaking.Bake(before, BakedImage.Assertion, Files.Json);

        Assert.Equal(Files.Png(Files.International("openbadges", Files.Json), Files.Pixels, Files.International("openbadgecredential", Files.Jws), Files.End), baked);
    }

    [Fact]
    public void A_baked_picture_looks_as_before()
    {
        var picture = Files.Picture(SKEncodedImageFormat.Png);
        using var before = SKBitmap.Decode(picture);
        using var after = SKBitmap.Decode(PngBaking.Bake(picture, BakedImage.Credential, Files.Json));

        Assert.Equal(before.Bytes, after.Bytes);
    }

    [Fact]
    public void Nothing_is_baked_into_what_is_no_whole_png()
    {
        var whole = Files.Png(Files.Pixels, Files.End);

        Assert.All(Enumerable.Range(0, whole.Length), length => Assert.Null(PngBaking.Bake(whole.AsSpan(0, length), BakedImage.Credential, "{}")));
        Assert.Null(PngBaking.Bake([.. Files.Signature, .. Files.Pixels, .. Files.End], BakedImage.Credential, "{}"));
        Assert.NotNull(PngBaking.Bake(whole, BakedImage.Credential, "{}"));
    }

    [Theory]
    [MemberData(nameof(Foreign))]
    public void What_others_baked_is_read(string how, byte[] file)
    {
        Assert.NotEmpty(how);
        Assert.Equal(new Unbaked.Credential(Files.Json, "openbadges"), PngBaking.Unbake(file));
    }

    [Fact]
    public void The_address_that_the_oldest_bakers_wrote_is_read() =>
        Assert.Equal(
            new Unbaked.Credential("https://example.org/assertions/é", "openbadges"),
            PngBaking.Unbake(Files.Png(Files.Pixels, Files.Latin("openbadges", "https://example.org/assertions/é"), Files.End)));

    [Fact]
    public void A_credential_goes_before_an_assertion() =>
        Assert.Equal(
            new Unbaked.Credential(Files.Jws, "openbadgecredential"),
            PngBaking.Unbake(Files.Png(Files.International("openbadges", "{}"), Files.Pixels, Files.International("openbadgecredential", Files.Jws), Files.End)));

    [Fact]
    public void A_png_without_a_badge_has_nothing()
    {
        Assert.Equal(new Unbaked.Nothing(), PngBaking.Unbake(Files.Picture(SKEncodedImageFormat.Png)));
        Assert.Equal(new Unbaked.Nothing(), PngBaking.Unbake(Files.Png(
            Comment, Files.International("openbadgesX", "{}"), Files.International("openbadge", "{}"), Files.International("openbadges", " "), Files.Pixels, Files.End)));
    }

    [Fact]
    public void The_longest_text_is_read_and_a_longer_one_is_not()
    {
        var longest = new string('x', Unbaked.MaxTextBytes);

        Assert.Equal(new Unbaked.Credential(longest, "openbadges"), PngBaking.Unbake(Files.Png(Files.International("openbadges", longest), Files.End)));
        Assert.Equal(
            new Unbaked.Credential(longest, "openbadges"), PngBaking.Unbake(Files.Png(Files.Compressed("openbadges", Files.Packed(Encoding.ASCII.GetBytes(longest))), Files.End)));
        Assert.Equal(Unbaked.TextTooLong(), PngBaking.Unbake(Files.Png(Files.International("openbadges", longest + "x"), Files.End)));
        Assert.Equal(Unbaked.TextTooLong(), PngBaking.Unbake(Files.Png(Files.Latin("openbadges", longest + "x"), Files.End)));
    }

    [Fact]
    public void A_chunk_bomb_is_unpacked_no_further_than_the_limit()
    {
        var bomb = Files.Png(Files.Compressed("openbadges", Files.Packed(new byte[200 * 1024 * 1024])), Files.Pixels, Files.End);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(Unbaked.TextTooLong(), PngBaking.Unbake(bomb));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * Unbaked.MaxTextBytes);
    }

    [Fact]
    public void A_file_that_is_cut_off_says_so()
    {
        var whole = Files.Png(Files.Pixels, Files.International("openbadges", Files.Json), Files.End);

        Assert.All(Enumerable.Range(8, whole.Length - 8 - Files.End.Length), length => Assert.Equal(Unbaked.CutOff(), PngBaking.Unbake(whole.AsSpan(0, length))));
    }

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0x80)]
    [InlineData(0x01)]
    public void A_chunk_of_a_length_that_cannot_be_is_told(byte highest)
    {
        var file = Files.Png([highest, .. Files.Pixels[1..]], Files.End);

        Assert.Equal(new Unbaked.Unreadable("This PNG is damaged: a chunk has a wrong length."), PngBaking.Unbake(file));
    }

    [Fact]
    public void A_length_after_which_no_chunk_begins_is_wrong()
    {
        var file = Files.Png([0, 0, 0, 1, .. Files.Pixels[4..]], Files.End);

        Assert.Equal(new Unbaked.Unreadable("This PNG is damaged: a chunk has a wrong length."), PngBaking.Unbake(file));
    }

    [Fact]
    public void Any_flipped_bit_of_the_badge_is_found_by_its_checksum()
    {
        var chunk = Files.International("openbadgecredential", Files.Json);
        // Behind length, type and keyword: another of these is another chunk.
        Assert.All(Enumerable.Range(8 + "openbadgecredential".Length + 1, chunk.Length - 8 - "openbadgecredential".Length - 1), place =>
        {
            byte[] altered = [.. chunk];
            altered[place] ^= 0x10;

            Assert.Equal(
                new Unbaked.Unreadable("The badge data in this image was damaged or altered: its checksum is wrong."),
                PngBaking.Unbake(Files.Png(altered, Files.Pixels, Files.End)));
        });
    }

    [Fact]
    public void Too_many_chunks_are_not_walked_through()
    {
        byte[][] Chunks(int count) => [.. Enumerable.Repeat(Files.Pixels, count), Files.End];

        Assert.Equal(new Unbaked.Nothing(), PngBaking.Unbake(Files.Png(Chunks(9_000))));
        Assert.Equal(new Unbaked.Unreadable("This PNG has too many chunks."), PngBaking.Unbake(Files.Png(Chunks(10_000))));
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0, 0, (byte)'e', (byte)'n' })]
    [InlineData(new byte[] { 0, 0, (byte)'e', (byte)'n', 0, (byte)'x' })]
    [InlineData(new byte[] { 1, 0, 0, 0, 1, 2, 3, 4 })]
    public void A_chunk_without_its_parts_or_with_broken_ones_is_told(byte[] afterKeyword) =>
        Assert.Equal(
            new Unbaked.Unreadable("The badge data in this image cannot be unpacked."),
            PngBaking.Unbake(Files.Png(Files.Chunk("iTXt", [.. "openbadges"u8, 0, .. afterKeyword]), Files.End)));

    [Fact]
    public void A_text_in_another_encoding_is_told() =>
        Assert.Equal(Unbaked.NotUtf8(), PngBaking.Unbake(Files.Png(Files.Chunk("iTXt", [.. "openbadges"u8, 0, 0, 0, 0, 0, .. "{\"n\":\""u8, 0xFC, .. "\"}"u8]), Files.End)));
}
