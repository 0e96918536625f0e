using System.Globalization;
using MySpinBot.Checkpoints;
using MySpinBot.Diffusion;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Benchmarks.Diffusion;

/// <summary>Where the memory of a part of a diffusion model of full size goes, block by block, as it is told from the graph: without weights, so on any machine.</summary>
internal static class NetworkTable
{
    /// <summary>What the process is started with, before the part (<c>sd15</c>, <c>svd</c>, <c>vae-decoder</c>, …), <c>fp32</c>, <c>fp32-cuda</c> or <c>fp16-cuda</c>, groups, frames, height and width in cells, and tokens.</summary>
    public const string Word = "network-table";

    /// <summary>Writes the table.</summary>
    public static void Be(string[] asked)
    {
        var type = asked[1].StartsWith("fp16", StringComparison.Ordinal) ? TensorType.Float16 : TensorType.Float32;
        var numbers = asked[2..].Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var sizes = NetworkRoom.Sizes(new NetworkSize(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]));
        sizes["k"] = 1;
        var device = asked[1].EndsWith("-cuda", StringComparison.Ordinal) ? new ComputeDevice(new DeviceId("cuda:0"), ComputeProvider.Cuda) : ComputeDevice.Cpu;
        var (weights, graph) = Part(asked[0], type);
        using var model = OnnxModel.Of(graph);
        var living = WorkingMemory.Living(graph.Fused(device.Provider), sizes, device.Provider, Environment.ProcessorCount);

        Console.WriteLine("| block | weights, MiB | at work, MiB |");
        Console.WriteLine("|---|---|---|");
        foreach (var block in living.GroupBy(each => Block(each.Operator)).Where(block => block.Key.Length > 0))
        {
            Row(block.Key, weights.Entries.Where(entry => Block(entry.Name) == block.Key).Sum(entry => entry.ByteCount), block.Max(each => each.Bytes));
        }

        Row("**told in all**", model.ResidentBytes(device), model.WorkingBytes(device, sizes));
    }

    public static (ITensors Weights, OnnxGraph Graph) Part(string name, TensorType type)
    {
        ITensors Weights(ShapeList shapes) => new RandomWeights(shapes, type: type);
        switch (name)
        {
            case "vae-decoder" or "vae-encoder":
                var pictures = AutoencoderShapes.StableDiffusion;
                var vae = Weights(name == "vae-encoder" ? AutoencoderShapes.Encoder(pictures) : AutoencoderShapes.Of(pictures));
                return (vae, name == "vae-encoder" ? AutoencoderEncoder.Build(pictures, vae, type) : AutoencoderDecoder.Build(pictures, vae, type));
            case "video-vae-decoder":
                var videos = VideoAutoencoderShapes.StableVideoDiffusion;
                var temporal = Weights(VideoAutoencoderShapes.Of(videos));
                return (temporal, VideoAutoencoderDecoder.Build(videos, temporal, type));
            case "text":
                var text = Weights(ClipTextShapes.Of(ClipTextShapes.Full));
                return (text, ClipTextNetwork.Build(text, ClipTextShapes.Full, type));
            case "vision":
                var vision = Weights(ClipVisionShapes.Of(ClipVisionShapes.StableVideoDiffusion));
                return (vision, ClipVisionNetwork.Build(vision, ClipVisionShapes.StableVideoDiffusion, type));
            default:
                var (config, shapes) = NetworkProbe.Model(name);
                var network = Weights(shapes);
                return (network, NetworkFile.Graph(config, network, type));
        }
    }

    private static void Row(string name, long weights, long work) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {weights / 1048576.0:0.0} | {work / 1048576.0:0} |"));

    // down_blocks.0 of down_blocks.0.resnets.0.conv1.Conv; the parts outside the levels by their own names; sizes, which are computed for all, by none.
    private static string Block(string name)
    {
        var parts = name.Split('.');
        return parts[0] is "down_blocks" or "up_blocks" ? $"{parts[0]}.{parts[1]}" : parts[0] is "mid_block" or "conv_in" or "conv_norm_out" or "conv_out" ? parts[0] : parts[0] is "time_embedding" or "add_embedding" or "time_proj" ? "time" : parts[0] is "decoder" or "encoder" && parts.Length > 2 ? $"{parts[1]}{(parts[1].EndsWith("blocks", StringComparison.Ordinal) ? "." + parts[2] : "")}" : "";
    }
}
