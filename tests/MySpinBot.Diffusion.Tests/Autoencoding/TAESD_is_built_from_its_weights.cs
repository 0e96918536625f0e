using MySpinBot.Checkpoints;
using MySpinBot.Imaging;
using MySpinBot.Inference;
using MySpinBot.Inference.Tests;

namespace MySpinBot.Diffusion.Tests.Autoencoding;

/// <summary>The small autoencoder, in real weights and in all the ways in which it is published.</summary>
public sealed class TAESD_is_built_from_its_weights
{
    private const string DecoderFile = "vae_approx/taef2_decoder.safetensors";
    private const string EncoderFile = "vae_approx/taef2_encoder.safetensors";
    private const string LatentFile = "golden/golden-taef2/latents_1x32x8x8_f32.npy";
    private const string DecodedFile = "golden/golden-taef2/decoded_1x3x64x64_f32.npy";

    // The weights are of 16 bits and the reference does not say what it computed in; two programs of 32 bits are nearer to each other.
    private const double Tolerance = 1e-4;

    private static float[] Latents => Npy.Floats(RealModels.File(LatentFile));

    private static float[] Decoded => Npy.Floats(RealModels.File(DecodedFile));

    [Fact]
    public void It_decodes_what_its_authors_decoded()
    {
        using var weights = Checkpoint.Open(RealModels.File(DecoderFile));
        var config = AutoencoderReading.Of(weights).ShouldNotBeNull();
        (config.Kind, config.Factor, config.Encodes, config.Decodes).ShouldBe((AutoencoderKind.Tiny, 8, false, true));

        GoldenAutoencoder.Farthest(Decode(config, weights), Decoded).ShouldBeLessThan(Tolerance);
    }

    [Fact]
    public void It_encodes_what_its_authors_encoded()
    {
        using var weights = Checkpoint.Open(RealModels.File(EncoderFile));
        var config = AutoencoderReading.Of(weights).ShouldNotBeNull();
        (config.Encodes, config.Decodes).ShouldBe((true, false));
        var image = ImageCodec.Decode(RealModels.File("golden/golden-taef2/input_64x64.png")).Image;
        var planes = new float[3 * image.Height * image.Width];
        PixelPlanes.Fill(image, 0, image.Height, image.Width, isSigned: false, planes);

        var latent = Run(TinyAutoencoder.Encoder(config, TinyAutoencoderReading.Named(weights).ShouldNotBeNull()), "image", planes, [1, 3, image.Height, image.Width], "moments");

        GoldenAutoencoder.Farthest(latent, Latents).ShouldBeLessThan(Tolerance);
    }

    [Theory]
    [InlineData("taesd_encoder.", "taesd_decoder.", 0)]
    [InlineData("encoder.layers.", "decoder.layers.", -1)]
    public void It_is_the_same_in_one_file(string encoder, string decoder, int shift)
    {
        using var first = Checkpoint.Open(RealModels.File(EncoderFile));
        using var second = Checkpoint.Open(RealModels.File(DecoderFile));
        var one = new MemoryTensors();
        Copy(first, one, encoder, 0);
        Copy(second, one, decoder, shift);

        var config = AutoencoderReading.Of(one).ShouldNotBeNull();

        (config.Encodes, config.Decodes, config.LatentChannels).ShouldBe((true, true, 32));
        GoldenAutoencoder.Farthest(Decode(config, one), Decoded).ShouldBeLessThan(Tolerance);
    }

    [Fact]
    public void Its_name_tells_what_latents_are_multiplied_by()
    {
        var four = new AutoencoderConfig(AutoencoderKind.Tiny, 4, [64, 64, 64, 64], 10);

        (TinyAutoencoderReading.Scaled(four, "taesd_decoder.pth").LatentScale, TinyAutoencoderReading.Scaled(four, "taesdxl_decoder.pth").LatentScale).ShouldBe((0.18215, 0.13025));
        (TinyAutoencoderReading.Scaled(four with { LatentChannels = 16 }, "taef1_decoder.safetensors") is { LatentScale: 0.3611, LatentShift: 0.1159 }).ShouldBeTrue();
        TinyAutoencoderReading.Scaled(four with { LatentChannels = 32 }, "taef2_decoder.safetensors").LatentScale.ShouldBe(1);
    }

    private static void Copy(Checkpoint from, MemoryTensors to, string prefix, int shift)
    {
        foreach (var entry in from.Entries)
        {
            var (number, rest) = entry.Name.Split('.', 2) is [var first, var last] ? (int.Parse(first, System.Globalization.CultureInfo.InvariantCulture), last) : throw new InvalidOperationException(entry.Name);
            var bytes = new byte[entry.ByteCount];
            from.Read(entry, bytes);
            to.AddBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{prefix}{number + shift}.{rest}"), entry.Type, bytes, entry.Shape.AsSpan());
        }
    }

    private static float[] Decode(AutoencoderConfig config, ITensors weights)
        => Run(TinyAutoencoder.Decoder(config, TinyAutoencoderReading.Named(weights).ShouldNotBeNull()), "latent", Latents, [1, 32, 8, 8], "image");

    private static float[] Run(OnnxGraph graph, string input, float[] values, long[] shape, string output)
    {
        using var session = OnnxSession.Load(OnnxModel.Of(graph), ComputeDevice.Cpu);
        using var given = Tensor.Of(values, shape);
        var results = session.Run(new Dictionary<string, Tensor> { [input] = given }, TestContext.Current.CancellationToken);
        using var result = results[output];
        return result.ToFloats();
    }
}
