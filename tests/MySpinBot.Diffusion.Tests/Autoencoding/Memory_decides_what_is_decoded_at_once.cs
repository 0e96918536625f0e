using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Inference;
using MySpinBot.Nodes.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Autoencoding;

/// <summary>A picture that does not fit is cut into tiles by itself.</summary>
public sealed class Memory_decides_what_is_decoded_at_once
{
    private const int Side = 40;

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_a_whole_picture_can_never_fit_it_is_cut_into_tiles()
    {
        await using var roomy = new WeightedCall();
        var vae = GoldenVae.Put(roomy);
        var latent = GoldenVae.Chance(new LatentShape(1, vae.Network.LatentChannels, Side, Side));
        var whole = await VaeDecodeNodes.DecodeAsync(latent, vae, roomy, Ended);
        roomy.Messages.ShouldBeEmpty();
        await using var narrow = new WeightedCall(Resident(vae, roomy) + (Working(vae, roomy, Side) * 2 / 3));
        GoldenVae.Put(narrow);

        var tiled = await VaeDecodeNodes.DecodeAsync(latent, vae, narrow, Ended);

        (tiled.Height, tiled.Width).ShouldBe((whole.Height, whole.Width));
        narrow.Messages.ShouldHaveSingleItem().ShouldContain("There is no room for pictures of");
        narrow.ProgressTold.Count.ShouldBeGreaterThan(3);
        narrow.Models.Ledgers.ShouldAllBe(ledger => ledger.Reserved == 0);
    }

    [Fact]
    public async Task Where_not_even_a_tile_fits_the_sentence_is_the_shelfs()
    {
        await using var roomy = new WeightedCall();
        var vae = GoldenVae.Put(roomy);
        await using var narrow = new WeightedCall(Resident(vae, roomy) + (1 << 20));
        GoldenVae.Put(narrow);

        var failure = await Should.ThrowAsync<NodeFailure>(() => VaeDecodeNodes.DecodeAsync(GoldenVae.Chance(new LatentShape(1, vae.Network.LatentChannels, Side, Side)), vae, narrow, Ended));

        failure.Message.ShouldContain("Working memory of VAE");
        narrow.Models.Ledgers.ShouldAllBe(ledger => ledger.Reserved == 0);
    }

    private static long Resident(Autoencoder vae, WeightedCall call)
    {
        using var model = Model(vae, call);
        return model.ResidentBytes(ComputeDevice.Cpu);
    }

    private static long Working(Autoencoder vae, WeightedCall call, int side)
    {
        using var model = Model(vae, call);
        return model.WorkingBytes(ComputeDevice.Cpu, new Dictionary<string, long> { ["n"] = 1, ["h"] = side, ["w"] = side });
    }

    private static OnnxModel Model(Autoencoder vae, WeightedCall call)
        => AutoencoderFile.Open(vae.Network, AutoencoderSide.Decoder, call.Weights.FindAsync(vae.Weights, Ended).AsTask().GetAwaiter().GetResult().Path, Checkpoints.TensorType.Float32);
}
