using MySpinBot.Inference;
using MySpinBot.Nodes.Esrgan;

namespace MySpinBot.Nodes.Tests.Esrgan;

public sealed class Pictures_of_every_kind
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    [InlineData(33, 2)]
    [InlineData(41, 29)]
    public async Task Of_odd_sizes_are_what_interpolation_makes_of_them(int width, int height)
    {
        using var call = new UpscaleCall();
        var image = Pictures.Waves(width, height);

        var larger = await UpscaleAsync(call, TinyUpscaler.Weights(4), image);

        (larger.Batch, larger.Width, larger.Height, larger.Channels).ShouldBe((1, width * 4, height * 4, 3));
        for (var i = 0; i < larger.Pixels.Length; i++)
        {
            var (channel, x, y) = (i % 3, i / 3 % larger.Width, i / 3 / larger.Width);
            ((double)larger.Pixels[i]).ShouldBe(Interpolated(image, x, y, channel), 1e-4);
        }
    }

    [Fact]
    public async Task Of_odd_sizes_are_mirrored_for_a_model_that_wants_even_ones()
    {
        using var call = new UpscaleCall();
        var weights = MySpinBot.Inference.Tests.Architectures.Upscaling.Rrdb(9, 3, 6, 3, 1, 2, 2);
        var (odd, even) = (Pictures.Waves(21, 15), Mirrored(Pictures.Waves(21, 15)));

        var (one, other) = (await UpscaleAsync(call, weights.ToTensors(), odd), await UpscaleAsync(call, weights.ToTensors(), even));

        (one.Width, one.Height).ShouldBe((42, 30));
        for (var y = 0; y < one.Height; y++)
        {
            one.Pixels.Slice(y * one.Width * 3, one.Width * 3).SequenceEqual(other.Pixels.Slice(y * other.Width * 3, one.Width * 3)).ShouldBeTrue();
        }

        (await UpscaleAsync(call, weights.ToTensors(), Pictures.Waves(1, 1))).Width.ShouldBe(2);
    }

    [Fact]
    public async Task With_transparency_have_it_made_larger_beside()
    {
        using var call = new UpscaleCall();
        var image = Pictures.Waves(20, 14, channels: 4);
        var (colours, alpha) = (Channels(image, 0, 1, 2), Channels(image, 3, 3, 3));

        var larger = await UpscaleAsync(call, TinyUpscaler.Weights(4), image);

        larger.Channels.ShouldBe(4);
        call.ProgressTold.ShouldBe([(1, 2), (2, 2)]);
        var (largerColours, largerAlpha) = (await UpscaleAsync(call, TinyUpscaler.Weights(4), colours), await UpscaleAsync(call, TinyUpscaler.Weights(4), alpha));
        Pictures.Farthest(Channels(larger, 0, 1, 2).Pixels, largerColours.Pixels).ShouldBeLessThan(1e-6);
        Pictures.Farthest(Channels(larger, 3, 3, 3).Pixels, largerAlpha.Pixels).ShouldBeLessThan(1e-6);
    }

    [Fact]
    public async Task That_are_as_transparent_everywhere_stay_so_exactly()
    {
        using var call = new UpscaleCall();
        var image = Image.Create(1, 9, 7, 4, pixels => Array.Fill(pixels, 0.3f));

        var larger = await UpscaleAsync(call, TinyUpscaler.Weights(4), image);

        call.ProgressTold.ShouldBe([(1, 1)]);
        larger.Pixels.ToArray().Where((_, i) => i % 4 == 3).ShouldAllBe(alpha => alpha == 0.3f);
    }

    [Fact]
    public async Task Of_grey_stay_grey()
    {
        using var call = new UpscaleCall();
        var grey = Pictures.Waves(20, 14, channels: 1);
        var colours = Image.Create(1, 14, 20, 3, pixels =>
        {
            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i] = grey.Pixels[i / 3];
            }
        });

        var (one, other) = (await UpscaleAsync(call, TinyUpscaler.Weights(2), grey), await UpscaleAsync(call, TinyUpscaler.Weights(2), colours));

        one.Channels.ShouldBe(1);
        Pictures.Farthest(one.Pixels, [.. other.Pixels.ToArray().Where((_, i) => i % 3 == 0)]).ShouldBeLessThan(1e-6);
    }

    [Fact]
    public async Task Go_through_a_model_of_grey_pictures_colour_by_colour()
    {
        using var call = new UpscaleCall();
        var weights = MySpinBot.Inference.Tests.Architectures.Upscaling.Srvgg(4, 1, 6, 1, 2).ToTensors();
        var image = Pictures.Waves(12, 10);

        var larger = await UpscaleAsync(call, weights, image);

        for (var channel = 0; channel < 3; channel++)
        {
            var alone = await UpscaleAsync(call, weights, Channels(image, channel, channel, channel));
            Pictures.Farthest(Channels(larger, channel, channel, channel).Pixels, alone.Pixels).ShouldBeLessThan(1e-6);
        }
    }

    [Fact]
    public async Task In_a_batch_are_made_larger_one_by_one()
    {
        using var call = new UpscaleCall();
        var image = Image.Create(3, 8, 10, 3, pixels => Pictures.Waves(10, 24).Pixels.CopyTo(pixels));

        var larger = await UpscaleAsync(call, TinyUpscaler.Weights(3), image);

        larger.Batch.ShouldBe(3);
        call.ProgressTold.ShouldBe([(1, 3), (2, 3), (3, 3)]);
        call.Shelf.Reserved.ShouldHaveSingleItem();
        for (var picture = 0; picture < 3; picture++)
        {
            var alone = await UpscaleAsync(call, TinyUpscaler.Weights(3), Image.Own(1, 8, 10, 3, image.Picture(picture).ToArray()));
            larger.Picture(picture).SequenceEqual(alone.Pixels).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task That_would_be_larger_than_an_image_may_be_are_refused_with_a_sentence()
    {
        using var call = new UpscaleCall();
        var failure = await Should.ThrowAsync<NodeFailure>(() => UpscaleAsync(call, TinyUpscaler.Weights(4), Image.Own(1, 4800, 4800, 3, new float[4800 * 4800 * 3])));

        failure.Message.ShouldStartWith("1 × 4800×4800 pixels, 4 times as wide and high, would be more than an image may hold");
        failure.Input.ShouldBe("image");
    }

    [Fact]
    public async Task Frames_as_bytes_are_the_same_as_pictures()
    {
        using var call = new UpscaleCall();
        using var upscaler = await Upscaler.OpenAsync(await call.ModelAsync(TinyUpscaler.Weights(4)), call, new UpscaleOptions { LargestTile = 50 }, TestContext.Current.CancellationToken);
        var bytes = Pictures.Bytes(Pictures.Waves(61, 43));
        var result = new byte[bytes.Length * 16];

        await upscaler.UpscaleAsync(bytes, 61, 43, result, TestContext.Current.CancellationToken);

        var image = await upscaler.UpscaleAsync(Image.Own(1, 43, 61, 3, [.. bytes.Select(value => value / 255f)]), TestContext.Current.CancellationToken);
        result.ShouldBe(Pictures.Bytes(image));
        await Should.ThrowAsync<ArgumentException>(() => upscaler.UpscaleAsync(bytes, 61, 42, result, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_cancelled_call_ends_between_tiles_and_lets_everything_go()
    {
        using var call = new UpscaleCall();
        call.OnProgress = () => call.Cancel();
        var model = await call.ModelAsync(TinyUpscaler.Weights(4));

        await Should.ThrowAsync<OperationCanceledException>(() => ImageUpscaleWithModelNode.UpscaleAsync(model, Pictures.Waves(700, 300), call, call.Cancellation));

        call.ProgressTold.Count.ShouldBe(1);
        (call.Shelf.Held, call.Shelf.Leased).ShouldBe((0, 0));
    }

    private static async Task<Image> UpscaleAsync(UpscaleCall call, MySpinBot.Checkpoints.ITensors weights, Image image)
    {
        call.ProgressTold.Clear();
        call.Shelf.Reserved.Clear();
        return await ImageUpscaleWithModelNode.UpscaleAsync(await call.ModelAsync(weights), image, call, TestContext.Current.CancellationToken);
    }

    // What the tiny model is meant to do: half quadratic interpolation, half a quadratic spline, of the 3×3 neighbours; outside the picture a pixel's own colour.
    private static double Interpolated(Image image, int x, int y, int channel)
    {
        double sum = 0;
        for (var dy = -1; dy <= 1; dy++)
        {
            for (var dx = -1; dx <= 1; dx++)
            {
                var (fromX, fromY) = ((x / 4) + dx, (y / 4) + dy);
                var (atX, atY) = fromX < 0 || fromY < 0 || fromX >= image.Width || fromY >= image.Height ? (x / 4, y / 4) : (fromX, fromY);
                sum += Weight((((x % 4) + 0.5) / 4) - 0.5, dx) * Weight((((y % 4) + 0.5) / 4) - 0.5, dy) * image.Pixels[(((atY * image.Width) + atX) * 3) + channel];
            }
        }

        return Math.Clamp(sum, 0, 1);
    }

    private static double Weight(double at, int neighbour)
    {
        var interpolation = neighbour == 0 ? 1 - (at * at) : at * (at + neighbour) / 2;
        var spline = neighbour == 0 ? 0.75 - (at * at) : Math.Pow(0.5 + (neighbour * at), 2) / 2;
        return (interpolation + spline) / 2;
    }

    private static Image Mirrored(Image image) => Image.Create(1, image.Height + 1, image.Width + 1, 3, pixels =>
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i / 3 % (image.Width + 1), i / 3 / (image.Width + 1));
            pixels[i] = image.Pixels[((((y < image.Height ? y : y - 2) * image.Width) + (x < image.Width ? x : x - 2)) * 3) + (i % 3)];
        }
    });

    private static Image Channels(Image image, params int[] channels) => Image.Create(1, image.Height, image.Width, 3, pixels =>
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = image.Pixels[(i / 3 * image.Channels) + channels[i % 3]];
        }
    });
}
