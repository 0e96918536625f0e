using System.Globalization;
using System.Text.RegularExpressions;
using MySpinBot.Checkpoints;
using MySpinBot.Diffusion.Tests.Networks;
using MySpinBot.Imaging.Tests;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion.Tests.Adapting;

public sealed partial class LoRAs_change_weights_as_kohya_trained_them
{
    private const double Tolerance = 5e-5;
    private const string Kohya = "lora_kohya.safetensors";

    private static string Folder => Golden.Folder("lora-train-tiny");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.safetensors").Select(file => Path.GetFileName(file)!).Where(file => !file.StartsWith("train_", StringComparison.Ordinal) && !file.EndsWith("_io.safetensors", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_network_gives_what_the_reference_gave()
    {
        using var network = GoldenUNet.Weights();
        using var io = Checkpoint.Open(Path.Combine(Folder, "apply_io.safetensors"));
        using var lora = Checkpoint.Open(Path.Combine(Folder, Kohya));
        var outputs = io.Entries.Select(entry => entry.Name).Where(name => name.StartsWith("out.", StringComparison.Ordinal)).ToList();
        var read = LoraFile.Of(lora);

        outputs.Count.ShouldBeGreaterThan(3);
        foreach (var output in outputs)
        {
            if (Strength(output, read) is { } strength)
            {
                Farthest(LoraTensors.Of(network, [(read, strength)], LoraPart.Network), io, output).ShouldBeLessThan(Golden.Tolerance(Folder, Tolerance, "Applied outputs"), output);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_naming_changes_the_same_weights_alike(string file)
    {
        using var network = GoldenUNet.Weights();
        using var lora = Checkpoint.Open(Path.Combine(Folder, file));
        using var kohya = Checkpoint.Open(Path.Combine(Folder, Kohya));
        var read = LoraFile.Of(lora);
        var (changed, right) = (LoraTensors.Of(network, [(read, 0.8)], LoraPart.Network), LoraTensors.Of(network, [(LoraFile.Of(kohya), 0.8)], LoraPart.Network));

        read.Strangers.ShouldBeEmpty();
        (changed.Count, right.Count).ShouldBe((read.Modules.Count, read.Modules.Count));
        foreach (var entry in right.Entries.Where(entry => !ReferenceEquals(entry, network.Get(entry.Name))))
        {
            Apart(changed.ReadFloats(entry.Name), right.ReadFloats(entry)).ShouldBeLessThan(1e-6, entry.Name);
        }
    }

    [Fact]
    public void Two_halves_are_a_whole_and_one_taken_away_leaves_nothing()
    {
        using var network = GoldenUNet.Weights();
        using var lora = Checkpoint.Open(Path.Combine(Folder, Kohya));
        var read = LoraFile.Of(lora);
        var whole = LoraTensors.Of(network, [(read, 0.8)], LoraPart.Network);
        var halves = LoraTensors.Of(network, [(read, 0.5), (read, 0.3)], LoraPart.Network);
        var undone = LoraTensors.Of(network, [(read, 0.8), (read, -0.8)], LoraPart.Network);

        foreach (var entry in whole.Entries.Where(entry => !ReferenceEquals(entry, network.Get(entry.Name))))
        {
            Apart(whole.ReadFloats(entry), halves.ReadFloats(entry.Name)).ShouldBeLessThan(1e-5);
            Apart(undone.ReadFloats(entry.Name), network.ReadFloats(entry.Name)).ShouldBeLessThan(1e-5);
            Apart(whole.ReadFloats(entry), network.ReadFloats(entry.Name)).ShouldBeGreaterThan(1e-6);
        }
    }

    [Fact]
    public void What_is_not_changed_stays_where_it_lies()
    {
        using var network = GoldenUNet.Weights();
        using var lora = Checkpoint.Open(Path.Combine(Folder, Kohya));
        var changed = LoraTensors.Of(network, [(LoraFile.Of(lora), 1)], LoraPart.Network);
        var (same, other) = (network.Get("conv_in.weight"), changed.Get("down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.weight"));

        changed.Get("conv_in.weight").ShouldBeSameAs(same);
        changed.TryMap(same, out _).ShouldBe(network.TryMap(same, out _));
        ((ITensors)changed).TryLocate(same, out _, out _).ShouldBeTrue();
        changed.TryMap(other, out _).ShouldBeFalse();
        ((ITensors)changed).TryLocate(other, out _, out _).ShouldBeFalse();
        changed.Entries.Count.ShouldBe(network.Entries.Count);
    }

    // out.lora_scale-0.5; out.lora_all_alphas_set_to_2_scale0.8 halves a change whose alpha was 4; out.no_lora.
    private static double? Strength(string output, LoraFile lora)
    {
        if (output == "out.no_lora")
        {
            return 0;
        }

        var scale = double.Parse(Scale().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        return !Alphas().IsMatch(output) ? scale : lora.Modules.Select(module => module.Scale * module.Rank).Distinct().ToList() is [var alpha]
            ? scale * double.Parse(Alphas().Match(output).Groups[1].Value, CultureInfo.InvariantCulture) / alpha : null;
    }

    private static double Farthest(ITensors weights, Checkpoint io, string output)
    {
        var config = UNetReading.Of(weights, GoldenUNet.Json());
        using var session = OnnxSession.Load(OnnxModel.Of(new UNet(config, weights).Graph()), ComputeDevice.Cpu);
        using var sample = Read(io, "sample");
        using var timestep = Read(io, "timestep");
        using var context = Read(io, "encoder_hidden_states");
        var given = session.Run(new Dictionary<string, Tensor> { [NetworkPorts.Sample] = sample, [NetworkPorts.Timestep] = timestep, [NetworkPorts.Context] = context }, TestContext.Current.CancellationToken);
        return Apart(given[NetworkPorts.Output].ToFloats(), io.ReadFloats(output));
    }

    private static Tensor Read(Checkpoint io, string name) => Tensor.Of(io.ReadFloats(name), io.Get(name).Shape.AsSpan());

    private static double Apart(float[] one, float[] other)
    {
        one.Length.ShouldBe(other.Length);
        return one.Zip(other, (a, b) => float.IsNaN(a) ? double.PositiveInfinity : Math.Abs((double)a - b)).Max();
    }

    [GeneratedRegex(@"scale(-?\d+(?:\.\d+)?)$")]
    private static partial Regex Scale();

    [GeneratedRegex(@"all_alphas_set_to_(\d+(?:\.\d+)?)")]
    private static partial Regex Alphas();
}
