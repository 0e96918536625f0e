using MySpinBot.Sdk;

namespace MySpinBot.Imaging.Tests;

public sealed class Drawing_pictures
{
    [Fact]
    public void A_gradient_runs_from_corner_to_corner()
    {
        var down = Gradients.Linear(10, 100, Colour.Black, Colour.White).ToImage();
        down.Pixel(5, 0)[0].ShouldBe(0.005f, 1e-5f);
        down.Pixel(5, 99)[0].ShouldBe(0.995f, 1e-5f);
        down.Pixel(0, 50)[0].ShouldBe(down.Pixel(9, 50)[0], 1e-6f);
        Gradients.Linear(100, 10, Colour.Black, Colour.White, angle: 0).ToImage().Pixel(99, 0)[2].ShouldBe(0.995f, 1e-5f);
    }

    [Fact]
    public void A_rectangle_covers_what_it_covers()
    {
        var image = new Canvas(10, 10, Colour.Black).FillRectangle(2.5, 3, 4, 5, new Colour(1, 0.5f, 0)).ToImage();
        image.Pixel(4, 5).ShouldBe([1f, 0.5f, 0f]);
        image.Pixel(2, 5)[0].ShouldBe(0.5f, 1e-6f);
        image.Pixel(6, 5)[0].ShouldBe(0.5f, 1e-6f);
        image.Pixel(1, 5)[0].ShouldBe(0f);
        image.Pixel(4, 2)[0].ShouldBe(0f);
        image.Pixel(4, 8)[0].ShouldBe(0f);
        new Canvas(20, 20, Colour.Black).FillRectangle(0, 0, 20, 20, Colour.White, cornerRadius: 8).ToImage().Pixel(0, 0)[0].ShouldBe(0f);
    }

    [Fact]
    public void A_mask_takes_a_colour_and_is_cut_at_the_edges()
    {
        var mask = Mask.Own(1, 2, 2, [1, 0.5f, 0, 1]);
        var image = new Canvas(3, 3, Colour.White).Draw(mask, 0, 0, Colour.Black).Draw(mask, 2, 2, new Colour(1, 0, 0, 0.5f)).Draw(mask, -50, 9, Colour.Black).ToImage();
        image.Pixel(0, 0)[0].ShouldBe(0f);
        image.Pixel(1, 0)[0].ShouldBe(0.5f);
        image.Pixel(0, 1)[0].ShouldBe(1f);
        image.Pixel(2, 2).ShouldBe([1f, 0.5f, 0.5f]);
    }

    [Theory]
    [InlineData("#ff8000", 1f, 128 / 255f, 0f, 1f)]
    [InlineData("F80", 1f, 136 / 255f, 0f, 1f)]
    [InlineData("#00000080", 0f, 0f, 0f, 128 / 255f)]
    [InlineData("White", 1f, 1f, 1f, 1f)]
    public void Colours_are_read(string text, float red, float green, float blue, float alpha) => Colour.Parse(text).ShouldBe(new Colour(red, green, blue, alpha));

    [Theory]
    [InlineData("")]
    [InlineData("#12345")]
    [InlineData("#gg0000")]
    [InlineData("0x1122")]
    public void What_is_no_colour_is_refused(string text) => Should.Throw<NodeFailure>(() => Colour.Parse(text)).Message.ShouldContain("is not a colour");

    [Fact]
    public void A_blur_spreads_a_point_as_a_bell_and_keeps_its_sum()
    {
        var point = Image.Create(1, 31, 31, 1, pixels => { Array.Clear(pixels); pixels[(15 * 31) + 15] = 1; });
        var blurred = GaussianBlur.Apply(point, 2, maxThreads: 2);
        var sum = 0.0;
        foreach (var value in blurred.Pixels)
        {
            sum += value;
        }

        sum.ShouldBe(1, 1e-5);
        (blurred.Pixel(17, 15)[0] / blurred.Pixel(15, 15)[0]).ShouldBe(MathF.Exp(-0.5f), 1e-5f);
        blurred.Pixel(15, 12)[0].ShouldBe(blurred.Pixel(12, 15)[0], 1e-8f);
    }

    [Fact]
    public void A_flat_picture_stays_flat_when_blurred()
    {
        var flat = Pictures.Flat(9, 7, 10, 100, 200);
        Pictures.MeanDifference(GaussianBlur.Apply(flat, 5).Pixels, flat.Pixels).ShouldBeLessThan(1e-6);
        Pictures.MeanDifference(GaussianBlur.ApplyMirrored(flat, [0.25f, 0.5f, 0.25f]).Pixels, flat.Pixels).ShouldBeLessThan(1e-6);
    }

    [Fact]
    public void A_title_card_is_drawn()
    {
        const int width = 1280, height = 720;
        var text = TextRendering.Render("The quick brown fox jumps over the lazy dog, & <nothing> is lost. 视频由工作流生成。",
            new TextOptions("DejaVu Sans Bold", 64) { WrapWidth = 1000, Alignment = TextAlignment.Centre, LineSpacing = 16 });
        var (x, y) = ((width - text.Width) / 2, (height - text.Height) / 2);
        var card = Gradients.Soft(width, height, Colour.Parse("#1b2a49"), Colour.Parse("#6d2e5b"))
            .FillRectangle(100, 120, 1080, 480, Colour.Black.Fade(0.25f), cornerRadius: 32)
            .Draw(text, x + 3, y + 4, Colour.Black.Fade(0.6f))
            .Draw(text, x, y, Colour.White)
            .ToImage();

        var file = ImageCodec.Encode(card, new PngEncoding(), texts: [new("prompt", "{}")]);
        if (Environment.GetEnvironmentVariable("MYSPINBOT_TEST_PICTURES") is { Length: > 0 } folder)
        {
            File.WriteAllBytes(Path.Combine(folder, "title-card.png"), file);
        }

        var white = 0;
        for (var i = 0; i < card.Pixels.Length; i += 3)
        {
            white += card.Pixels[i] > 0.99f ? 1 : 0;
        }

        white.ShouldBeInRange(20_000, 200_000);
        ImageCodec.Decode(file).Image.Width.ShouldBe(width);
    }
}
