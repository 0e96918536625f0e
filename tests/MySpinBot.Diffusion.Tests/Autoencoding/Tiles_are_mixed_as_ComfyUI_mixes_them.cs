using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Nodes.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Autoencoding;

/// <summary>Decoding and encoding in tiles, beside the plainest way to write what ComfyUI's tiled_scale does.</summary>
public sealed class Tiles_are_mixed_as_ComfyUI_mixes_them : IAsyncDisposable
{
    private readonly WeightedCall _call = new();

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _call.DisposeAsync();

    [Theory]
    [InlineData(8, 2, 11, 18)]
    [InlineData(12, 0, 13, 12)]
    public async Task Decoded(int tile, int overlap, int height, int width)
    {
        var vae = GoldenVae.Put(_call);
        var (channels, factor) = (vae.Network.LatentChannels, vae.Network.Factor);
        var latent = GoldenVae.Chance(new LatentShape(1, channels, height, width));

        var image = await VaeDecodeNodes.DecodeTiledAsync(latent, vae, _call, Ended, tile * factor, overlap * factor);

        // What a node gives is kept within 0..1, and tiles are mixed before: so the same network is asked without that.
        using var half = await AutoencoderHalf.OpenAsync(vae, AutoencoderSide.Decoder, _call, Ended);
        var right = Mixed(latent.Values.ToArray(), channels, height, width, tile, overlap, 1, factor, 3, (part, tall, wide) => Run(half, part, tall, wide));
        var planes = Enumerable.Range(0, right.Length).Select(i => Math.Clamp((right[(i % 3 * (right.Length / 3)) + (i / 3)] + 1) / 2, 0, 1)).ToArray();
        GoldenAutoencoder.Farthest(image.Pixels, planes).ShouldBeLessThan(1e-5);
        _call.ProgressTold.Count.ShouldBeGreaterThan(6);
        _call.ProgressTold[^1].ShouldBe((1, 1));
    }

    [Fact]
    public async Task Encoded()
    {
        var vae = GoldenVae.Put(_call);
        var (channels, factor, height, width) = (vae.Network.LatentChannels, vae.Network.Factor, 10, 19);
        var random = new Random(5);
        var image = Image.Create(1, height * factor, width * factor, 3, pixels => Array.ForEach([.. Enumerable.Range(0, pixels.Length)], i => pixels[i] = (float)random.NextDouble()));

        var latent = await VaeEncodeNodes.EncodeTiledAsync(image, vae, _call, Ended, tileSize: 8 * factor, overlap: 2 * factor);

        using var half = await AutoencoderHalf.OpenAsync(vae, AutoencoderSide.Encoder, _call, Ended);
        var planes = new float[image.Pixels.Length];
        PixelPlanes.Fill(image, 0, image.Height, image.Width, isSigned: true, planes);
        var right = Mixed(planes, 3, height, width, 8, 2, factor, 1, channels * 2, (part, tall, wide) => Run(half, part, tall, wide));
        GoldenAutoencoder.Farthest(latent.Values, right.AsSpan(0, latent.Shape.Count)).ShouldBeLessThan(1e-5);
    }

    [Fact]
    public async Task What_fits_into_a_tile_is_not_cut()
    {
        var vae = GoldenVae.Put(_call);
        var latent = GoldenVae.Chance(new LatentShape(1, vae.Network.LatentChannels, 8, 6));

        var tiled = await VaeDecodeNodes.DecodeTiledAsync(latent, vae, _call, Ended, tileSize: 8 * vae.Network.Factor);

        var whole = await VaeDecodeNodes.DecodeAsync(latent, vae, _call, Ended);
        tiled.Pixels.SequenceEqual(whole.Pixels).ShouldBeTrue();
    }

    [Fact]
    public async Task No_border_of_a_tile_is_seen()
    {
        var vae = GoldenVae.Put(_call);
        var (factor, side) = (vae.Network.Factor, 24);
        var latent = GoldenVae.Chance(new LatentShape(1, vae.Network.LatentChannels, side, side));
        var whole = await VaeDecodeNodes.DecodeAsync(latent, vae, _call, Ended);

        var tiled = await VaeDecodeNodes.DecodeTiledAsync(latent, vae, _call, Ended, tileSize: 8 * factor, overlap: 2 * factor);

        // Square tiles begin at every sixth cell. Tiles differ from the whole; a border would be a step in that difference, from one column to the next.
        var steps = Enumerable.Range(1, (side * factor) - 1).Select(x => Step(whole, tiled, x)).ToArray();
        var borders = Enumerable.Range(1, side - 1).Where(cell => cell % 6 is 0 or 2).Select(cell => steps[(cell * factor) - 1]).Average();
        steps.Average().ShouldBeGreaterThan(0);
        borders.ShouldBeLessThan(steps.Average() * 1.25);
    }

    private static double Step(Image whole, Image tiled, int x)
    {
        var sum = 0.0;
        for (var y = 0; y < whole.Height; y++)
        {
            for (var colour = 0; colour < 3; colour++)
            {
                var at = (((y * whole.Width) + x) * 3) + colour;
                sum += Math.Abs(tiled.Pixels[at] - whole.Pixels[at] - (tiled.Pixels[at - 3] - whole.Pixels[at - 3]));
            }
        }

        return sum / whole.Height;
    }

    private static float[] Run(AutoencoderHalf half, float[] part, int height, int width)
    {
        var given = new float[half.OutChannels * height * half.OutScale * width * half.OutScale];
        half.Run(part, given, 1, height, width, Ended);
        return given;
    }

    // ComfyUI, sd.py and utils.py: the mean of three times through, each the sum of tiles divided by the sum of their masks.
    private static float[] Mixed(float[] input, int channels, int height, int width, int tile, int overlap, int from, int to, int given, Func<float[], int, int, float[]> run)
    {
        var total = new double[given * height * to * width * to];
        foreach (var (tall, wide) in new[] { (tile, tile), (tile * 2, tile / 2), (tile / 2, tile * 2) })
        {
            var (sum, div) = (new double[total.Length], new double[total.Length]);
            foreach (var y in Starts(height, tall, overlap))
            {
                foreach (var x in Starts(width, wide, overlap))
                {
                    var (rows, columns) = (Math.Min(tall, height - y), Math.Min(wide, width - x));
                    var part = new float[channels * rows * from * columns * from];
                    for (var i = 0; i < part.Length; i++)
                    {
                        var (c, r, k) = (i / (rows * from * columns * from), i / (columns * from) % (rows * from), i % (columns * from));
                        part[i] = input[(((c * height * from) + (y * from) + r) * width * from) + (x * from) + k];
                    }

                    var result = run(part, rows, columns);
                    for (var i = 0; i < result.Length; i++)
                    {
                        var (c, r, k) = (i / (rows * to * columns * to), i / (columns * to) % (rows * to), i % (columns * to));
                        var mask = Feather(r, rows * to, overlap * to) * Feather(k, columns * to, overlap * to);
                        var at = (((c * height * to) + (y * to) + r) * width * to) + (x * to) + k;
                        sum[at] += result[i] * mask;
                        div[at] += mask;
                    }
                }
            }

            for (var i = 0; i < total.Length; i++)
            {
                total[i] += sum[i] / div[i] / 3;
            }
        }

        return Array.ConvertAll(total, value => (float)value);
    }

    private static IEnumerable<int> Starts(int size, int tile, int overlap)
    {
        for (var at = 0; at == 0 || (size > tile && at < size - overlap); at += tile - overlap)
        {
            yield return at;
        }
    }

    private static double Feather(int at, int size, int feather)
        => feather >= size ? 1 : (at < feather ? (at + 1.0) / feather : 1) * (size - 1 - at < feather ? (double)(size - at) / feather : 1);
}
