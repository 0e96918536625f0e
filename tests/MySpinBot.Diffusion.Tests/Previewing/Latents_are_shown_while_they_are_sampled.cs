using MySpinBot.Diffusion.Tests.Autoencoding;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Inference.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Previewing;

/// <summary>Previews: by a small decoder where there is one, else by colours.</summary>
public sealed class Latents_are_shown_while_they_are_sampled
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task By_a_projection_to_colours_where_there_is_no_decoder()
    {
        await using var call = new WeightedCall();
        using var previewer = await LatentPreviewer.OpenAsync(Model(call, 0.18215), new LatentShape(2, 4, 3, 5), call, Ended);
        var latents = new float[2 * 4 * 3 * 5];
        Array.Fill(latents, 1f, 0, 15);

        previewer.Show(latents);

        // The first channel alone: (weight + 1) / 2 of each colour, in every pixel.
        var image = call.Previews.ShouldHaveSingleItem();
        (image.Batch, image.Height, image.Width).ShouldBe((1, 3, 5));
        foreach (var (i, colour) in new[] { (0, 0.3512f), (1, 0.2297f), (2, 0.3227f), (42, 0.3512f) })
        {
            image.Pixels[i].ShouldBe((colour + 1) / 2, 1e-6f);
        }
    }

    [Fact]
    public async Task By_the_decoder_of_the_models_family()
    {
        await using var call = new WeightedCall();
        PutDecoder(call);
        var latents = Npy.Floats(RealModels.File("golden/golden-taef2/latents_1x32x8x8_f32.npy"));
        var right = Npy.Floats(RealModels.File("golden/golden-taef2/decoded_1x3x64x64_f32.npy"));
        using var previewer = await LatentPreviewer.OpenAsync(Model(call, 1), new LatentShape(1, 32, 8, 8), call, Ended);

        previewer.Show(latents);

        var image = call.Previews.ShouldHaveSingleItem();
        (image.Height, image.Width).ShouldBe((64, 64));
        GoldenAutoencoder.Farthest(image.Pixels, [.. Enumerable.Range(0, right.Length).Select(i => Math.Clamp(right[(i % 3 * 4096) + (i / 3)], 0, 1))]).ShouldBeLessThan(1e-4);
        call.Notes.ShouldBeEmpty("a preview has no part in a result");
    }

    [Fact]
    public async Task By_colours_where_there_is_no_room_for_the_decoder()
    {
        await using var call = new WeightedCall(budget: 9 << 20);
        PutDecoder(call);
        using var previewer = await LatentPreviewer.OpenAsync(Model(call, 1), new LatentShape(1, 32, 64, 64), call, Ended);

        previewer.Show(new float[32 * 64 * 64]);

        call.Previews.ShouldHaveSingleItem().Width.ShouldBe(64);
        call.Models.Ledgers.ShouldAllBe(ledger => ledger.Reserved == 0);
    }

    [Fact]
    public async Task Not_oftener_than_the_eye_can_use_but_the_last_in_any_case()
    {
        await using var call = new WeightedCall();
        using var previewer = await LatentPreviewer.OpenAsync(Model(call, 0.18215), new LatentShape(1, 4, 2, 2), call, Ended);

        previewer.Show(new float[16]);
        previewer.Show(new float[16]);
        previewer.Show(new float[16], isLast: true);

        call.Previews.Count.ShouldBe(2);
    }

    [Fact]
    public void Decoders_are_known_by_their_names()
    {
        string[] names = ["sub/taesdxl_decoder.pth", "taesd_decoder.safetensors", "taesd_encoder.safetensors", "taef1.safetensors"];

        PreviewDecoder.Name(names, 4, 0.18215).ShouldBe("taesd_decoder.safetensors");
        PreviewDecoder.Name(names, 4, 0.13025).ShouldBe("sub/taesdxl_decoder.pth");
        PreviewDecoder.Name(names, 16, 0.3611).ShouldBe("taef1.safetensors");
        PreviewDecoder.Name(names, 16, 1.5305).ShouldBeNull();
        PreviewDecoder.Name(names, 12, 1).ShouldBeNull();
    }

    private static void PutDecoder(WeightedCall call)
    {
        var path = RealModels.File("vae_approx/taef2_decoder.safetensors");
        call.Put(path, "vae_approx");
        call.PutNamed("vae_approx", Path.GetFileName(path), path);
    }

    private static DiffusionModel Model(WeightedCall call, double scale) => new(
        new WeightFile("checkpoints", ContentId.Of(call.NodeId.Select(c => (byte)c).ToArray()), 4),
        TinyFiles.Network,
        SamplingConfig.StableDiffusion) { LatentScale = scale };
}
