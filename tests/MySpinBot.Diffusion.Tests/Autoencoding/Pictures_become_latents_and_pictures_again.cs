using MySpinBot.Checkpoints;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Imaging;
using MySpinBot.Nodes.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Autoencoding;

/// <summary>The nodes that encode and decode, on the reference autoencoder.</summary>
public sealed class Pictures_become_latents_and_pictures_again : IAsyncDisposable
{
    // A picture in 0..1 has lost a digit of −1..1 when it comes.
    private const double Tolerance = 1e-4;

    private readonly WeightedCall _call = new();
    private readonly Checkpoint _io = GoldenAutoencoder.Cases();

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _io.Dispose();
        await _call.DisposeAsync();
    }

    [Fact]
    public async Task Latents_are_the_middle_of_what_diffusers_encoded()
    {
        foreach (var name in GoldenAutoencoder.Names(_io))
        {
            var latent = await VaeEncodeNodes.EncodeAsync(GoldenVae.Image(_io, $"{name}.image"), GoldenVae.Put(_call), _call, Ended);

            var mean = GoldenVae.Latent(_io, GoldenVae.Named(_io, $"{name}.mean"));
            latent.Shape.ShouldBe(mean.Shape);
            GoldenAutoencoder.Farthest(latent.Values, mean.Values).ShouldBeLessThan(Tolerance);
        }
    }

    [Fact]
    public async Task Latents_can_be_drawn_around_it()
    {
        foreach (var name in GoldenAutoencoder.Names(_io))
        {
            using var run = new AutoencoderRun(GoldenVae.Put(_call), _call);
            var latent = await run.EncodeAsync(GoldenVae.Image(_io, $"{name}.image"), noise: _ => _io.ReadFloats($"{name}.noise"), cancellation: Ended);

            GoldenAutoencoder.Farthest(latent.Values, _io.ReadFloats(GoldenVae.Named(_io, $"{name}.z"))).ShouldBeLessThan(Tolerance);
        }
    }

    [Fact]
    public async Task Pictures_are_those_that_diffusers_decoded()
    {
        foreach (var name in GoldenAutoencoder.Names(_io))
        {
            var image = await VaeDecodeNodes.DecodeAsync(GoldenVae.Latent(_io, GoldenVae.Named(_io, $"{name}.z")), GoldenVae.Put(_call), _call, Ended);

            var right = GoldenVae.Image(_io, $"{name}.decoded");
            (image.Batch, image.Height, image.Width, image.Channels).ShouldBe((right.Batch, right.Height, right.Width, 3));
            GoldenAutoencoder.Farthest(image.Pixels, right.Pixels).ShouldBeLessThan(5e-5);
        }

        _call.Notes["provider"].ShouldBe("cpu");
        _call.Notes["dtype"].ShouldBe("float32");
    }

    [Fact]
    public async Task A_batch_is_what_its_pictures_are_one_by_one()
    {
        var vae = GoldenVae.Put(_call);
        var three = GoldenVae.Chance(new LatentShape(3, vae.Network.LatentChannels, 3, 5));

        var together = await VaeDecodeNodes.DecodeAsync(three, vae, _call, Ended);

        _call.ProgressTold[^1].ShouldBe((3, 3));
        for (var i = 0; i < 3; i++)
        {
            var alone = await VaeDecodeNodes.DecodeAsync(LatentBatchNodes.From(three, i), vae, _call, Ended);
            together.Picture(i).SequenceEqual(alone.Pixels).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task What_does_not_fill_a_cell_is_cut_off_on_both_sides_and_transparency_is_left_out()
    {
        var vae = GoldenVae.Put(_call);
        var factor = vae.Network.Factor;
        var (tall, wide) = ((factor / 2) - 1, factor - 2);
        var random = new Random(3);
        var odd = Image.Create(1, (4 * factor) + tall, (5 * factor) + wide, 4, pixels => Array.ForEach([.. Enumerable.Range(0, pixels.Length)], i => pixels[i] = (float)random.NextDouble()));
        var middle = ImageScaling.Crop(odd, wide / 2, tall / 2, 5 * factor, 4 * factor);
        var opaque = Image.Own(1, middle.Height, middle.Width, 3, [.. Enumerable.Range(0, middle.Pixels.Length).Where(i => i % 4 != 3).Select(i => middle.Memory.Span[i])]);

        var latent = await VaeEncodeNodes.EncodeAsync(odd, vae, _call, Ended);

        latent.Shape.ShouldBe(new LatentShape(1, vae.Network.LatentChannels, 4, 5));
        var right = await VaeEncodeNodes.EncodeAsync(opaque, vae, _call, Ended);
        latent.Values.SequenceEqual(right.Values).ShouldBeTrue();
    }

    [Fact]
    public async Task What_cannot_be_is_told()
    {
        var vae = GoldenVae.Put(_call);
        var (channels, factor) = (vae.Network.LatentChannels, vae.Network.Factor);

        (await Should.ThrowAsync<NodeFailure>(() => VaeDecodeNodes.DecodeAsync(Latent.Zeros(new LatentShape(1, channels + 1, 2, 2)), vae, _call, Ended))).Message.ShouldContain($"have {channels + 1} channels, and the VAE decodes {channels}");
        (await Should.ThrowAsync<NodeFailure>(() => VaeEncodeNodes.EncodeAsync(Image.Own(1, factor / 2, 5 * factor, 3, new float[factor / 2 * 5 * factor * 3]), vae, _call, Ended))).Message.ShouldContain("is too small to encode");
        (await Should.ThrowAsync<NodeFailure>(() => VaeEncodeNodes.EncodeAsync(Image.Own(1, factor, factor, 3, new float[factor * factor * 3]), vae with { Network = vae.Network with { Encodes = false } }, _call, Ended))).Message.ShouldContain("load a VAE with its encoder");
    }

    [Fact]
    public async Task Cancelling_ends_it()
    {
        var vae = GoldenVae.Put(_call);
        using var ending = new CancellationTokenSource();
        _call.OnProgress = ending.Cancel;

        await Should.ThrowAsync<OperationCanceledException>(() => VaeDecodeNodes.DecodeAsync(Latent.Zeros(new LatentShape(8, vae.Network.LatentChannels, 4, 4)), vae, _call, ending.Token));

        _call.ProgressTold.Count.ShouldBe(1);
        _call.Models.Ledgers.ShouldAllBe(ledger => ledger.Reserved == 0);
    }
}
