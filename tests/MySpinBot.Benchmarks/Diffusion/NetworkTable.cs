using System.Globalization;
using MySpinBot.Checkpoints;
using MySpinBot.Diffusion;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Benchmarks.Diffusion;

/// <summary>Where the memory of a diffusion network of full size goes, block by block, as it is told from the graph: without weights, so on any machine.</summary>
internal static class NetworkTable
{
    /// <summary>What the process is started with, before the model, <c>fp32</c> (processor) or <c>fp16</c> (accelerator), groups, frames, height and width in cells, and tokens.</summary>
    public const string Word = "network-table";

    /// <summary>Writes the table.</summary>
    public static void Be(string[] asked)
    {
        var (config, shapes) = NetworkProbe.Model(asked[0]);
        var isHalf = asked[1] == "fp16";
        var numbers = asked[2..].Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var size = new NetworkSize(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
        var device = isHalf ? new ComputeDevice(new DeviceId("cuda:0"), ComputeProvider.Cuda) : ComputeDevice.Cpu;
        var weights = new RandomWeights(shapes, type: isHalf ? TensorType.Float16 : TensorType.Float32);
        var graph = NetworkFile.Graph(config, weights, isHalf ? TensorType.Float16 : TensorType.Float32);
        using var model = OnnxModel.Of(graph);
        var living = WorkingMemory.Living(graph.Fused(device.Provider), NetworkRoom.Sizes(size), device.Provider, Environment.ProcessorCount);

        Console.WriteLine("| block | weights, MiB | at work, MiB |");
        Console.WriteLine("|---|---|---|");
        foreach (var block in living.GroupBy(each => Block(each.Operator)).Where(block => block.Key.Length > 0))
        {
            Row(block.Key, weights.Entries.Where(entry => Block(entry.Name) == block.Key).Sum(entry => entry.ByteCount), block.Max(each => each.Bytes));
        }

        Row("**told in all**", model.ResidentBytes(device), model.WorkingBytes(device, NetworkRoom.Sizes(size)));
    }

    private static void Row(string name, long weights, long work) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {weights / 1048576.0:0.0} | {work / 1048576.0:0} |"));

    // down_blocks.0 of down_blocks.0.resnets.0.conv1.Conv; the parts outside the levels by their own names; sizes, which are computed for all, by none.
    private static string Block(string name)
    {
        var parts = name.Split('.');
        return parts[0] is "down_blocks" or "up_blocks" ? $"{parts[0]}.{parts[1]}" : parts[0] is "mid_block" or "conv_in" or "conv_norm_out" or "conv_out" ? parts[0] : parts[0] is "time_embedding" or "add_embedding" or "time_proj" ? "time" : "";
    }
}
