using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MySpinBot.Checkpoints;
using MySpinBot.Imaging.Tests;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion.Tests.Networks;

/// <summary>The reference UNet: its weights, its cases, and the modules that its intermediate results came out of.</summary>
internal static partial class GoldenUNet
{
    /// <summary>The folders of whole models, at least one.</summary>
    public static string[] Models => Golden.Folders("sd15-*");

    /// <summary>The file of the first model's UNet.</summary>
    public static string File => FileOf(Models[0]);

    public static string FileOf(string model) => Directory.EnumerateFiles(Path.Combine(model, "unet"), "*.safetensors").Single(file => Path.GetFileName(file) != "io.safetensors");

    public static Checkpoint Weights() => Checkpoint.Open(File);

    public static JsonElement Json() => Json(Models[0]);

    public static JsonElement Json(string model) => JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(model, "unet", "config.json"))).RootElement;

    public static Checkpoint Cases(string model) => Checkpoint.Open(Path.Combine(model, "unet", "io.safetensors"));

    public static string[] Names(Checkpoint io) => [.. io.Entries.Where(entry => entry.Name.EndsWith(".sample", StringComparison.Ordinal)).Select(entry => entry.Name[..^".sample".Length])];

    /// <summary>What a case shows of its inside: the module, by the name in the file.</summary>
    public static Dictionary<string, string> Shown(Checkpoint io, string each)
        => io.Entries.Select(entry => entry.Name).Where(name => name.StartsWith($"{each}.act.", StringComparison.Ordinal) || name == $"{each}.time_proj").ToDictionary(name => name, name => Module(name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]));

    public static IReadOnlyDictionary<string, Tensor> Run(OnnxGraph graph, Checkpoint io, string each)
    {
        using var session = OnnxSession.Load(OnnxModel.Of(graph), ComputeDevice.Cpu);
        using var sample = Read(io, $"{each}.sample");
        using var timestep = Read(io, $"{each}.timestep");
        using var context = Read(io, $"{each}.encoder_hidden_states");
        return session.Run(new Dictionary<string, Tensor> { [NetworkPorts.Sample] = sample, [NetworkPorts.Timestep] = timestep, [NetworkPorts.Context] = context }, TestContext.Current.CancellationToken);
    }

    /// <summary>The farthest that two are apart, over as many as the reference has: it shows the first of a batch.</summary>
    public static double Farthest(Checkpoint io, string name, Tensor computed)
    {
        var (right, there) = (io.ReadFloats(name), computed.ToFloats());
        there.Length.ShouldBeGreaterThanOrEqualTo(right.Length, name);
        var farthest = 0.0;
        for (var i = 0; i < right.Length; i++)
        {
            farthest = Math.Max(farthest, float.IsNaN(there[i]) ? double.PositiveInfinity : Math.Abs((double)right[i] - there[i]));
        }

        return farthest;
    }

    private static Tensor Read(Checkpoint io, string name) => Tensor.Of(io.ReadFloats(name), io.Get(name).Shape.AsSpan());

    // down0.attn0.tb0.attn1 came out of down_blocks.0.attentions.0.transformer_blocks.0.attn1, mid out of mid_block.
    private static string Module(string seen)
    {
        var parts = seen.Split('.').Where(part => part != "act").Select((part, i) => Numbered().Match(part) is { Success: true } match && List(match.Groups[1].Value, i) is { } list
            ? string.Create(CultureInfo.InvariantCulture, $"{list}.{match.Groups[2].Value}") : part == "mid" ? "mid_block" : part);
        return string.Join('.', parts);
    }

    private static string? List(string list, int depth) => (list, depth) switch
    {
        ("down", 0) => "down_blocks", ("up", 0) => "up_blocks", ("resnet", _) => "resnets", ("attn", 1) => "attentions", ("tb", _) => "transformer_blocks", _ => null,
    };

    [GeneratedRegex(@"^([a-z]+)(\d+)$")]
    private static partial Regex Numbered();
}
