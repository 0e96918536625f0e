using MySpinBot.Checkpoints;
using MySpinBot.Imaging.Tests;

namespace MySpinBot.Inference.Tests.Architectures;

/// <summary>Every plain forward of the reference data, and what came out of modules on the way. Cases are those that the files hold.</summary>
[Trait("Category", "golden")]
public sealed class Upscaling_networks_compute_what_PyTorch_did
{
    [Fact]
    public void In_every_case()
    {
        foreach (var folder in Folders())
        {
            using var weights = Checkpoint.Open(Path.Combine(folder, "weights.safetensors"));
            using var io = Checkpoint.Open(Path.Combine(folder, "io.safetensors"));
            var network = Networks.Read(weights);
            var cases = io.Entries.Where(entry => entry.Name.EndsWith(".input", StringComparison.Ordinal)).Select(entry => entry.Name[..^".input".Length]).ToArray();
            cases.ShouldNotBeEmpty();
            foreach (var each in cases)
            {
                Compare(network, io, each, folder);
            }
        }
    }

    [Fact]
    public void From_the_files_of_PyTorch_too()
    {
        foreach (var file in Folders().SelectMany(folder => Directory.EnumerateFiles(folder, "*.pth")))
        {
            using var io = Checkpoint.Open(Path.Combine(Path.GetDirectoryName(file)!, "io.safetensors"));
            using var weights = Checkpoint.Open(file);
            var input = io.Entries.First(entry => entry.Name.EndsWith(".input", StringComparison.Ordinal));
            var outputs = Networks.Run(Networks.Read(weights).Graph(), io.ReadFloats(input), input.Shape.AsSpan());
            Networks.Farthest(outputs[UpscaleNetwork.Output].ToFloats(), io.ReadFloats(input.Name.Replace(".input", ".output", StringComparison.Ordinal))).ShouldBeLessThanOrEqualTo(Tolerance(Path.GetDirectoryName(file)!), file);
        }
    }

    private static void Compare(UpscaleNetwork network, Checkpoint io, string each, string folder)
    {
        var acts = io.Entries.Where(entry => entry.Name.StartsWith($"{each}.act.", StringComparison.Ordinal)).ToDictionary(entry => Module(entry.Name[$"{each}.act.".Length..]), entry => entry.Name);
        var outputs = Networks.Run(network.Graph(TensorType.Float32, acts.Keys), io.ReadFloats($"{each}.input"), io.Get($"{each}.input").Shape.AsSpan());

        outputs[UpscaleNetwork.Output].Shape.ShouldBe(io.Get($"{each}.output").Shape);
        Networks.Farthest(outputs[UpscaleNetwork.Output].ToFloats(), io.ReadFloats($"{each}.output")).ShouldBeLessThanOrEqualTo(Tolerance(folder), $"{folder}/{each}");
        foreach (var (module, name) in acts)
        {
            outputs.Keys.ShouldContain(module, $"{folder}/{name}");
            Networks.Farthest(outputs[module].ToFloats(), io.ReadFloats(name)).ShouldBeLessThanOrEqualTo(Tolerance(folder), $"{folder}/{name}");
        }
    }

    // What the data calls what it saw, as the module that it came out of.
    private static string Module(string seen) => seen == "pixelshuffle_before_add" ? "upsampler" : seen.Replace("_preact", "", StringComparison.Ordinal).Replace("_prelu", "", StringComparison.Ordinal).Replace("_before_shuffle", "", StringComparison.Ordinal);

    private static float Tolerance(string folder) => (float)Golden.Tolerance(folder, 1e-5);

    // Some sets have more networks than others.
    private static string[] Folders() => Golden.Folders("esrgan-*");
}
