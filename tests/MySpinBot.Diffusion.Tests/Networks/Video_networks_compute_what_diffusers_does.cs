using System.Text.RegularExpressions;
using MySpinBot.Checkpoints;
using MySpinBot.Imaging.Tests;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion.Tests.Networks;

/// <summary>Every case of the reference data, and what came out of modules on the way. Cases, sizes and depths are those that the files hold.</summary>
[Trait("Category", "golden")]
public sealed partial class Video_networks_compute_what_diffusers_does
{
    private const double HalfTolerance = 2e-2;

    [Fact]
    public void In_every_case_and_on_the_way()
    {
        foreach (var folder in Golden.Folders("svd-*"))
        {
            using var weights = VideoModels.Weights(folder, "unet");
            using var io = Checkpoint.Open(Path.Combine(folder, "unet", "io.safetensors"));

            // One network that shows whatever any case has seen: it is loaded once.
            using var network = Seen.Load(new VideoUNet(Config(folder, weights), weights).Graph(TensorType.Float32, Acts(io, "").Select(act => act.Module).Distinct().ToArray()));
            foreach (var each in Cases(io))
            {
                var outputs = Run(network, io, each);
                outputs[NetworkPorts.Output].Shape.ShouldBe(io.Get($"{each}.output").Shape);
                Seen.Farthest(outputs[NetworkPorts.Output], io, $"{each}.output").ShouldBeLessThanOrEqualTo(Tolerance(folder), $"{folder}: {each}");
                foreach (var (module, name) in Acts(io, each))
                {
                    Seen.Farthest(outputs[module], io, name).ShouldBeLessThanOrEqualTo(Tolerance(folder), $"{folder}: {name}");
                }

                // What versions of diffusers before 0.28 gave: along the frames, the context of another video of the batch.
                foreach (var other in io.Entries.Where(entry => entry.Name.StartsWith($"{each}.output_LEGACY", StringComparison.Ordinal)))
                {
                    Seen.Farthest(outputs[NetworkPorts.Output], io, other.Name).ShouldBeGreaterThan(0.1, other.Name);
                }
            }
        }
    }

    [Fact]
    public void In_half_precision_nearly()
    {
        foreach (var folder in Golden.Folders("svd-*"))
        {
            using var weights = VideoModels.Weights(folder, "unet");
            using var io = Checkpoint.Open(Path.Combine(folder, "unet", "io.safetensors"));
            using var half = Seen.Load(new VideoUNet(Config(folder, weights), weights).Graph(TensorType.Float16));
            foreach (var each in Cases(io))
            {
                // 11 bits instead of 24; 3e-3 to 5e-3 on svd-tiny.
                Seen.Farthest(Run(half, io, each)[NetworkPorts.Output], io, $"{each}.output").ShouldBeLessThanOrEqualTo(HalfTolerance, $"{folder}: {each}");
            }
        }
    }

    private static IEnumerable<(string Module, string Name)> Acts(Checkpoint io, string each)
        => io.Entries.Select(entry => entry.Name).Where(name => name.StartsWith(each, StringComparison.Ordinal) && name.Contains(".act.", StringComparison.Ordinal)).Select(name => (Module(name[(name.IndexOf(".act.", StringComparison.Ordinal) + ".act.".Length)..]), name));

    private static IEnumerable<string> Cases(Checkpoint io)
    {
        string[] cases = [.. io.Entries.Where(entry => entry.Name.EndsWith(".sample", StringComparison.Ordinal)).Select(entry => entry.Name[..^".sample".Length])];
        cases.ShouldNotBeEmpty();
        return cases;
    }

    private static IReadOnlyDictionary<string, Tensor> Run(OnnxSession session, Checkpoint io, string each)
    {
        var videos = io.Get($"{each}.sample").Shape[0];
        var timestep = io.ReadFloats($"{each}.timestep");
        return Seen.Run(
            session,
            (NetworkPorts.Sample, io.ReadFloats($"{each}.sample"), [.. io.Get($"{each}.sample").Shape]),
            (NetworkPorts.Timestep, timestep.Length == videos ? timestep : [.. Enumerable.Repeat(timestep.ShouldHaveSingleItem(), (int)videos)], [videos]),
            (NetworkPorts.Context, io.ReadFloats($"{each}.encoder_hidden_states"), [.. io.Get($"{each}.encoder_hidden_states").Shape]),
            (NetworkPorts.Added, io.ReadFloats($"{each}.added_time_ids"), [.. io.Get($"{each}.added_time_ids").Shape]));
    }

    private static VideoUNetConfig Config(string folder, ITensors weights) => VideoUNetReading.Of(weights, VideoModels.Config(folder, "unet")).ShouldNotBeNull();

    private static double Tolerance(string folder) => Golden.Tolerance(folder, 5e-5, "unet");

    // What the data calls what it saw, as the module that it came out of.
    private static string Module(string seen)
    {
        var plain = Remark().Replace(seen, "");
        return string.Join('.', plain.Split('.').Select(part => Numbered().Match(part) switch
        {
            { Success: true } match => $"{match.Groups[1].Value switch { "down" => "down_blocks", "up" => "up_blocks", "res" => "resnets", _ => "attentions" }}.{match.Groups[2].Value}",
            _ => part switch { "mid" => "mid_block", "spatial" => "spatial_res_block", "temporal" => "temporal_res_block", "spatial_tb" => "transformer_blocks.0", "temporal_tb" => "temporal_transformer_blocks.0", _ => part },
        }));
    }

    [GeneratedRegex(@"\(.*\)$")]
    private static partial Regex Remark();

    [GeneratedRegex(@"^(down|up|res|attn)(\d+)$")]
    private static partial Regex Numbered();
}
