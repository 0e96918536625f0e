using MySpinBot.Checkpoints;
using MySpinBot.Diffusion.Tests.Autoencoding;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Nodes.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Arranging;

/// <summary>What inpainting makes of pictures and masks; latents in files.</summary>
public sealed class Parts_of_pictures_are_painted_anew : IAsyncDisposable
{
    private readonly WeightedCall _call = new();

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _call.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task The_mask_of_the_sampler_grows_and_the_picture_below_it_is_grey(int by)
    {
        var vae = GoldenVae.Put(_call);
        var image = Pixels(16, 24);
        var mask = new float[16 * 24];
        (mask[(7 * 24) + 9], mask[(8 * 24) + 9], mask[0]) = (1, 0.6f, 0.4f);

        var latent = await InpaintingNodes.EncodeAsync(image, vae, Mask.Own(1, 16, 24, mask), _call, Ended, by);

        var grown = latent.NoiseMask.ShouldNotBeNull();
        (grown.Height, grown.Width).ShouldBe((16, 24));
        grown.Values.ToArray().ShouldBe(Convolved(mask, 16, 24, by));
        var grey = image.Pixels.ToArray();
        Array.Fill(grey, 0.5f, ((7 * 24) + 9) * 3, 3);
        Array.Fill(grey, 0.5f, ((8 * 24) + 9) * 3, 3);
        var right = await VaeEncodeNodes.EncodeAsync(Image.Own(1, 16, 24, 3, grey), vae, _call, Ended);
        GoldenAutoencoder.Farthest(latent.Values, right.Values).ShouldBeLessThan(1e-6);
    }

    [Fact]
    public async Task An_inpainting_model_is_told_what_is_kept()
    {
        var vae = GoldenVae.Put(_call);
        var factor = vae.Network.Factor;
        var (height, width) = (2 * factor, 3 * factor);
        var image = Pixels(height + (factor / 2) + 1, width + (factor / 2) - 1);
        var mask = Mask.Own(1, 1, 1, [1]);
        var condition = new Conditioning([new Condition(Embedding.Own(1, 1, 1, [0]))]);

        var (positive, negative, latent) = await InpaintingNodes.TellAsync(condition, condition, vae, image, mask, _call, Ended);
        var (_, _, unmasked) = await InpaintingNodes.TellAsync(condition, condition, vae, image, mask, _call, Ended, noiseMask: false);

        var grey = await VaeEncodeNodes.EncodeAsync(Image.Create(1, height, width, 3, pixels => Array.Fill(pixels, 0.5f)), vae, _call, Ended);
        foreach (var told in new[] { positive.Conditions.Single(), negative.Conditions.Single() })
        {
            GoldenAutoencoder.Farthest(told.Concat.ShouldNotBeNull().Values, grey.Values).ShouldBeLessThan(1e-6);
            (told.ConcatMask.ShouldNotBeNull().Height, told.ConcatMask.Width).ShouldBe((height, width));
        }

        var whole = await VaeEncodeNodes.EncodeAsync(image, vae, _call, Ended);
        latent.Values.SequenceEqual(whole.Values).ShouldBeTrue();
        latent.NoiseMask.ShouldBeSameAs(positive.Conditions[0].ConcatMask);
        unmasked.NoiseMask.ShouldBeNull();
    }

    [Fact]
    public void Latents_come_out_of_a_file_as_they_went_in_and_old_files_are_brought_to_the_scale_of_today()
    {
        using var folder = new Runtime.Tests.TemporaryFolder();
        var latent = GoldenVae.Chance(new LatentShape(2, 4, 3, 5));
        var path = Path.Combine(folder.Path, "one.latent");
        using (var file = File.Create(path))
        {
            LatentFile.Write(latent, new Dictionary<string, string> { ["prompt"] = "{}" }, file);
        }

        var read = LatentFile.Read(path);
        var old = new MemoryTensors().Add("latent_tensor", [0.18215f], 1, 1, 1, 1).Write(folder.Path, "old.latent");
        var other = new MemoryTensors().Add("x", [1], 1).Write(folder.Path, "other.latent");

        read.Shape.ShouldBe(latent.Shape);
        read.Values.SequenceEqual(latent.Values).ShouldBeTrue();
        LatentFile.Read(old).Values[0].ShouldBe(1, 1e-6f);
        Should.Throw<CheckpointException>(() => LatentFile.Read(other)).Message.ShouldContain("has no latents in it");
        Should.Throw<CheckpointException>(() => LatentFile.Read(new MemoryTensors().Add("latent_tensor", [1], 1).Write(folder.Path, "flat.latent"))).Message.ShouldContain("[pictures, channels, height, width]");
    }

    private static Image Pixels(int height, int width)
    {
        var random = new Random(9);
        return Image.Create(1, height, width, 3, pixels => Array.ForEach([.. Enumerable.Range(0, pixels.Length)], i => pixels[i] = (float)random.NextDouble()));
    }

    // torch.nn.functional.conv2d with ones and padding ⌈(by − 1) / 2⌉, cut to the size that the mask has.
    private static float[] Convolved(float[] mask, int height, int width, int by)
    {
        var pad = (int)Math.Ceiling((by - 1) / 2.0);
        var result = new float[mask.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var sum = by == 0 ? MathF.Round(mask[(y * width) + x]) : 0;
                for (var i = 0; i < by * by; i++)
                {
                    var (row, column) = (y - pad + (i / by), x - pad + (i % by));
                    sum += row >= 0 && row < height && column >= 0 && column < width ? MathF.Round(mask[(row * width) + column]) : 0;
                }

                result[(y * width) + x] = MathF.Round(Math.Clamp(sum, 0, 1));
            }
        }

        return result;
    }
}
