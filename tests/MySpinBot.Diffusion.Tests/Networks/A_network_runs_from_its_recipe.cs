using MySpinBot.Checkpoints;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Imaging.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Networks;

/// <summary>From a recipe and a file to predictions: leased from a real shelf, room reserved, cancelled, refused.</summary>
[Trait("Category", "golden")]
public sealed class A_network_runs_from_its_recipe
{
    private static readonly NetworkSize Small = new(1, 1, 8, 8, 77);

    [Fact]
    public async Task It_predicts_what_diffusers_did()
    {
        foreach (var folder in GoldenUNet.Models)
        {
            await using var call = new WeightedCall();
            using var io = GoldenUNet.Cases(folder);
            using var network = await DiffusionNetwork.OpenAsync(Model(call, folder), call, call.Cancellation);
            foreach (var each in GoldenUNet.Names(io))
            {
                var (sample, context) = (io.Get($"{each}.sample").Shape, io.Get($"{each}.encoder_hidden_states").Shape);
                var size = new NetworkSize((int)sample[0], 1, (int)sample[2], (int)sample[3], (int)context[1]);
                (await network.ReserveAsync(size, call.Cancellation)).ShouldBeTrue();
                var output = Predict(network, size, io.ReadFloats($"{each}.sample"), io.ReadFloats($"{each}.timestep"), io.ReadFloats($"{each}.encoder_hidden_states"));
                GraphRun.Farthest(output, io.ReadFloats($"{each}.output")).ShouldBeLessThanOrEqualTo(5e-5, each);
            }

            call.Notes.ShouldBe(new Dictionary<string, string> { ["provider"] = "cpu", ["device"] = "cpu", ["dtype"] = "float32" }, ignoreOrder: true);
        }
    }

    [Fact]
    public async Task A_network_of_videos_does_likewise()
    {
        foreach (var folder in Golden.Folders("svd-*"))
        {
            await using var call = new WeightedCall();
            using var io = Checkpoint.Open(Path.Combine(folder, "unet", "io.safetensors"));
            using var weights = VideoModels.Weights(folder, "unet");
            var model = new DiffusionModel(call.Put(weights.Path), VideoUNetReading.Of(weights, VideoModels.Config(folder, "unet"))!, SamplingConfig.StableVideoDiffusion);
            using var network = await DiffusionNetwork.OpenAsync(model, call, call.Cancellation);
            foreach (var each in io.Entries.Where(entry => entry.Name.EndsWith(".sample", StringComparison.Ordinal)).Select(entry => entry.Name[..^".sample".Length]))
            {
                var (sample, context) = (io.Get($"{each}.sample").Shape, io.Get($"{each}.encoder_hidden_states").Shape);
                var size = new NetworkSize((int)sample[0], (int)sample[1], (int)sample[3], (int)sample[4], (int)context[1]);
                var times = Enumerable.Repeat(io.ReadFloats($"{each}.timestep")[0], size.Groups).ToArray();
                (await network.ReserveAsync(size, call.Cancellation)).ShouldBeTrue();
                var output = Predict(network, size, io.ReadFloats($"{each}.sample"), times, io.ReadFloats($"{each}.encoder_hidden_states"), io.ReadFloats($"{each}.added_time_ids"));
                GraphRun.Farthest(output, io.ReadFloats($"{each}.output")).ShouldBeLessThanOrEqualTo(5e-5, each);
            }
        }
    }

    [Fact]
    public async Task Pictures_of_a_batch_are_what_each_would_be_alone()
    {
        await using var call = new WeightedCall();
        using var network = await DiffusionNetwork.OpenAsync(Model(call, GoldenUNet.Models[0]), call, call.Cancellation);
        var (one, both) = (Small, Small with { Groups = 2 });
        var (sample, context) = (Numbers(1, 2 * network.Config.InChannels * 64), Numbers(2, 2 * 77 * network.Config.ContextWidth));
        await network.ReserveAsync(both, call.Cancellation);

        var together = Predict(network, both, sample, [3, 700], context);

        float[][] alone = [.. new[] { 0, 1 }.Select(i => Predict(network, one, Half(sample, i), [i == 0 ? 3 : 700], Half(context, i)))];
        GraphRun.Farthest(together, [.. alone[0], .. alone[1]]).ShouldBeLessThanOrEqualTo(2e-5);
        GraphRun.Farthest(alone[0], alone[1]).ShouldBeGreaterThan(0.1);
    }

    [Fact]
    public async Task What_is_loaded_is_used_again_by_the_same_recipe_and_by_no_other()
    {
        await using var call = new WeightedCall();
        var model = Model(call, GoldenUNet.Models[0]);
        (await DiffusionNetwork.OpenAsync(model, call, call.Cancellation)).Dispose();
        var once = Resident(call);
        once.ShouldBeGreaterThan(0);
        (await DiffusionNetwork.OpenAsync(model with { Network = model.Network with { Heads = [.. model.Network.Heads] } }, call, call.Cancellation)).Dispose();
        Resident(call).ShouldBe(once);

        (await DiffusionNetwork.OpenAsync(model with { Network = model.Network with { Heads = [.. model.Network.Heads.Select(_ => 1)] } }, call, call.Cancellation)).Dispose();
        Resident(call).ShouldBe(2 * once);
    }

    [Fact]
    public async Task A_LoRA_changes_what_it_predicts_and_leaves_nothing_when_it_is_gone()
    {
        await using var call = new WeightedCall();
        var model = Model(call, GoldenUNet.Models[0]);
        var width = model.Network.Channels[0];
        var folder = Directory.CreateTempSubdirectory("lora-");
        const string Module = "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_v";
        var lora = call.Put(new MemoryTensors().Add($"{Module}.lora_up.weight", Numbers(3, width * 2), width, 2).Add($"{Module}.lora_down.weight", Numbers(4, 2 * model.Network.ContextWidth), 2, model.Network.ContextWidth).Add($"{Module}.alpha", [2], []).Write(folder.FullName, "lora.safetensors"), "loras");
        var (sample, context) = (Numbers(1, model.Network.InChannels * 64), Numbers(2, 77 * model.Network.ContextWidth));
        async Task<float[]> Of(DiffusionModel which)
        {
            using var network = await DiffusionNetwork.OpenAsync(which, call, call.Cancellation);
            return Predict(network, Small, sample, [500], context);
        }

        var plain = await Of(model);
        GraphRun.Farthest(await Of(model with { Loras = [new LoraUse(lora, 1)] }), plain).ShouldBeGreaterThan(0.01);
        GraphRun.Farthest(await Of(model with { Loras = [new LoraUse(lora, 0)] }), plain).ShouldBeLessThanOrEqualTo(1e-6);
        (await Of(model)).ShouldBe(plain);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Where_there_is_no_room_the_sentence_says_how_much_was_wanted()
    {
        await using var call = new WeightedCall(budget: 40L << 20);
        using var network = await DiffusionNetwork.OpenAsync(Model(call, GoldenUNet.Models[0]), call, call.Cancellation);

        (await network.ReserveAsync(Small with { Groups = 64, Height = 128, Width = 128 }, call.Cancellation)).ShouldBeFalse();
        network.Refusal.ShouldNotBeNull().ShouldContain("Working memory of UNet");
        (await network.ReserveAsync(Small, call.Cancellation)).ShouldBeTrue();
        network.Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task A_prediction_is_cancelled_while_it_runs()
    {
        await using var call = new WeightedCall();
        using var network = await DiffusionNetwork.OpenAsync(Model(call, GoldenUNet.Models[0]), call, call.Cancellation);
        var size = Small with { Groups = 8, Height = 64, Width = 64 };
        await network.ReserveAsync(size, call.Cancellation);
        var (sample, context) = (Numbers(1, 8 * network.Config.InChannels * 64 * 64), Numbers(2, 8 * 77 * network.Config.ContextWidth));
        using var soon = new CancellationTokenSource();
        Soon.Cancel(soon);

        Should.Throw<OperationCanceledException>(() => Predict(network, size, sample, new float[8], context, cancellation: soon.Token));

        Predict(network, Small, Numbers(1, network.Config.InChannels * 64), [1], Numbers(2, 77 * network.Config.ContextWidth)).ShouldAllBe(value => float.IsFinite(value));
    }

    [Fact]
    public async Task What_is_not_as_large_as_its_size_says_is_refused()
    {
        await using var call = new WeightedCall();
        using var network = await DiffusionNetwork.OpenAsync(Model(call, GoldenUNet.Models[0]), call, call.Cancellation);

        Should.Throw<ArgumentException>(() => Predict(network, Small, new float[7], [1], Numbers(2, 77 * network.Config.ContextWidth))).Message.ShouldContain("values of latents at this size, not 7");
        Should.Throw<ArgumentException>(() => Predict(network, Small, Numbers(1, network.Config.InChannels * 64), [1], Numbers(2, 77 * network.Config.ContextWidth), [1, 2, 3])).Message.ShouldContain("0 values of further numbers");
    }

    [Fact]
    public async Task A_file_without_a_UNet_is_named_as_what_it_is()
    {
        await using var call = new WeightedCall();
        var other = Directory.EnumerateFiles(Path.Combine(GoldenUNet.Models[0], "text_encoder"), "model*.safetensors").First();
        var model = Model(call, GoldenUNet.Models[0]) with { Weights = call.Put(other) };

        (await Should.ThrowAsync<NodeFailure>(() => DiffusionNetwork.OpenAsync(model, call, call.Cancellation))).Message.ShouldContain("has no UNet of Stable Diffusion in it");
    }

    private static DiffusionModel Model(WeightedCall call, string folder)
    {
        using var weights = Checkpoint.Open(GoldenUNet.FileOf(folder));
        return new DiffusionModel(call.Put(weights.Path), UNetReading.Of(weights, GoldenUNet.Json(folder)), SamplingConfig.StableDiffusion);
    }

    private static float[] Predict(IDiffusionNetwork network, NetworkSize size, float[] sample, float[] times, float[] context, float[]? added = null, CancellationToken cancellation = default)
    {
        var output = new float[size.Groups * size.Frames * network.Config.OutChannels * size.Height * size.Width];
        network.Predict(new NetworkInput { Size = size, Sample = sample, Timesteps = times, Context = context, Added = added }, output, cancellation);
        return output;
    }

    private static long Resident(WeightedCall call) => call.Models.Ledgers.Single().Resident;

    private static float[] Half(float[] all, int which) => all.AsSpan(all.Length / 2 * which, all.Length / 2).ToArray();

    private static float[] Numbers(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 4) - 2)];
    }
}
