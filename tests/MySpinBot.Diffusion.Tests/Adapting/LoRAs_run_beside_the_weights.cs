using System.Globalization;
using System.Text.RegularExpressions;
using MySpinBot.Checkpoints;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Diffusion.Tests.Networks;
using MySpinBot.Imaging.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Adapting;

/// <summary>LoRAs that every run brings: the same pictures as with merged ones, and nothing loaded anew for another strength.</summary>
[Trait("Category", "golden")]
public sealed partial class LoRAs_run_beside_the_weights
{
    private static string Folder => Golden.Folder("lora-train-tiny");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_give_what_the_reference_gave_and_every_strength_uses_the_same_network()
    {
        await using var call = new WeightedCall();
        using var io = Checkpoint.Open(Path.Combine(Folder, "apply_io.safetensors"));
        var (model, lora) = (Model(call), call.Put(Path.Combine(Folder, "lora_kohya.safetensors"), "loras"));
        var cases = io.Entries.Select(entry => Strength().Match(entry.Name)).Where(match => match.Success).ToArray();
        cases.Length.ShouldBeGreaterThan(2);
        foreach (var each in cases)
        {
            var strength = double.Parse(each.Groups[1].Value, CultureInfo.InvariantCulture);

            var output = await PredictAsync(call, model with { Loras = [new LoraUse(lora, strength)], LoraPlacement = LoraPlacement.Beside }, io);

            GraphRun.Farthest(output, io.ReadFloats(each.Value)).ShouldBeLessThan(Golden.Tolerance(Folder, 5e-5, "Applied outputs"), each.Value);
        }

        call.Loaded.Count().ShouldBe(1);

        // Taken away, it leaves no trace.
        GraphRun.Farthest(await PredictAsync(call, model, io), io.ReadFloats("out.no_lora")).ShouldBeLessThan(5e-5);
    }

    [Fact]
    public async Task Several_of_them_are_as_if_they_were_merged()
    {
        var folder = Directory.CreateTempSubdirectory("loras-").FullName;
        try
        {
            await using var call = new WeightedCall();
            using var io = Checkpoint.Open(Path.Combine(Folder, "apply_io.safetensors"));
            var model = Model(call);

            // A linear layer and convolutions, one with a stride, one with its core apart; ranks differ.
            using var network = GoldenUNet.Weights();
            string[] modules = ["down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q", "down_blocks.0.downsamplers.0.conv", "conv_in", "mid_block.resnets.0.conv1", "time_embedding.linear_1"];
            var loras = new[] { 3, 1, 4 }.Select((rank, i) => new LoraUse(call.Put(Write(network, modules.AsSpan(i), rank, i, Path.Combine(folder, $"{i}.safetensors")), "loras"), 0.7 - (0.5 * i))).ToArray();
            model = model with { Loras = [.. loras] };

            var merged = await PredictAsync(call, model, io);
            var beside = await PredictAsync(call, model with { LoraPlacement = LoraPlacement.Beside }, io);

            GraphRun.Farthest(beside, merged).ShouldBeLessThan(5e-5);
            GraphRun.Farthest(merged, io.ReadFloats("out.no_lora")).ShouldBeGreaterThan(0.01);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Write(ITensors network, ReadOnlySpan<string> modules, int rank, int seed, string path)
    {
        var shapes = new ShapeList();
        foreach (var module in modules)
        {
            var (weights, name) = (network.Get($"{module}.weight").Shape, $"lora_unet_{module.Replace('.', '_')}");
            var isKernel = weights is [_, _, > 1, _];
            if (isKernel && seed == 1)
            {
                shapes.Add($"{name}.lora_down.weight", rank, weights[1], 1, 1).Add($"{name}.lora_mid.weight", rank, rank, weights[2], weights[3]).Add($"{name}.lora_up.weight", weights[0], rank, 1, 1);
            }
            else if (isKernel)
            {
                shapes.Add($"{name}.lora_down.weight", [rank, .. weights.AsSpan()[1..]]).Add($"{name}.lora_up.weight", weights[0], rank, 1, 1);
            }
            else
            {
                shapes.Linear($"{name}.lora_down", rank, weights[1], bias: false).Linear($"{name}.lora_up", weights[0], rank, bias: false);
            }
        }

        return new RandomWeights(shapes, seed).Write(path);
    }

    private static DiffusionModel Model(WeightedCall call)
    {
        using var weights = GoldenUNet.Weights();
        return new DiffusionModel(call.Put(weights.Path), UNetReading.Of(weights, GoldenUNet.Json()), SamplingConfig.StableDiffusion);
    }

    private static async Task<float[]> PredictAsync(WeightedCall call, DiffusionModel model, Checkpoint io)
    {
        using var network = await DiffusionNetwork.OpenAsync(model, call, Cancellation);
        var (sample, context) = (io.Get("sample").Shape, io.Get("encoder_hidden_states").Shape);
        var size = new NetworkSize((int)sample[0], 1, (int)sample[2], (int)sample[3], (int)context[1]);
        (await network.ReserveAsync(size, Cancellation)).ShouldBeTrue();
        var output = new float[io.Get("out.no_lora").Count];
        network.Predict(new NetworkInput { Size = size, Sample = io.ReadFloats("sample"), Timesteps = io.ReadFloats("timestep"), Context = io.ReadFloats("encoder_hidden_states") }, output, Cancellation);
        return output;
    }

    [GeneratedRegex(@"^out\.lora_scale(-?\d+(?:\.\d+)?)$")]
    private static partial Regex Strength();
}
