using MySpinBot.Sdk;

namespace MySpinBot.Imaging.Tests;

public sealed class Small_pictures : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("myspinbot-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(400, 200, 100, 100, 100, 50)]
    [InlineData(200, 400, 100, 100, 50, 100)]
    [InlineData(40, 20, 100, 100, 40, 20)]
    [InlineData(1000, 1, 10, 10, 10, 1)]
    public void Fit_and_are_never_larger_than_they_were(int width, int height, int mostWidth, int mostHeight, int isWidth, int isHeight)
    {
        var small = ImageCodec.Decode(Thumbnail.Make(Write("a.png", ImageCodec.Encode(Plain(width, height, 0.5f), new PngEncoding())), mostWidth, mostHeight, new WebpEncoding(), ImageLimits.Default));
        (small.Image.Width, small.Image.Height).ShouldBe((isWidth, isHeight));
        small.Image.Pixels[0].ShouldBe(0.5f, 0.02f);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Have_white_where_nothing_is_if_the_format_knows_no_opacity(int depth)
    {
        var path = Write("a.png", ImageCodec.Encode(Plain(64, 64, 0), new PngEncoding(BitDepth: depth), alpha: Mask.Own(1, 64, 64, [.. Enumerable.Range(0, 64 * 64).Select(i => i % 64 < 32 ? 0f : 1f)])));
        var opaque = ImageCodec.Decode(Thumbnail.Make(path, 32, 32, new JpegEncoding(), ImageLimits.Default));
        (opaque.Image.Pixels[0], opaque.Image.Pixels[31 * 3]).ShouldBe((1f, 0f));
        var clear = ImageCodec.Decode(Thumbnail.Make(path, 32, 32, new PngEncoding(), ImageLimits.Default));
        (clear.Alpha!.Values[0], clear.Alpha.Values[31]).ShouldBe((0f, 1f));
    }

    [Fact]
    public void Are_of_the_first_frame_and_of_bitmaps_as_well()
    {
        var bitmap = new byte[54 + (4 * 2 * 4)];
        "BM"u8.CopyTo(bitmap);
        (bitmap[10], bitmap[14], bitmap[18], bitmap[22], bitmap[26], bitmap[28]) = (54, 40, 4, 2, 1, 32);
        bitmap.AsSpan(54).Fill(0xFF);
        var path = Write("a.bmp", bitmap);
        Thumbnail.IsPicture(path).ShouldBeTrue();
        var small = ImageCodec.Decode(Thumbnail.Make(path, 2, 2, new PngEncoding(), ImageLimits.Default)).Image;
        (small.Width, small.Height, small.Pixels[0]).ShouldBe((2, 1, 1f));
    }

    [Fact]
    public void Are_made_of_pictures_only()
    {
        var text = Write("a.png", "no picture"u8.ToArray());
        Thumbnail.IsPicture(text).ShouldBeFalse();
        Should.Throw<NodeFailure>(() => Thumbnail.Make(text, 10, 10, new PngEncoding(), ImageLimits.Default)).Message.ShouldContain("not a PNG");
        var large = Write("b.png", ImageCodec.Encode(Plain(100, 100, 0), new PngEncoding()));
        Should.Throw<NodeFailure>(() => Thumbnail.Make(large, 10, 10, new PngEncoding(), new ImageLimits(MaxPixels: 9_999))).Message.ShouldContain("at most 9,999");
    }

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Join(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static Image Plain(int width, int height, float level) => Image.Create(1, height, width, 3, values => Array.Fill(values, level));
}
