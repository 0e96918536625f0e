using System.Collections.Immutable;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>Whether the weights of an S3FD fit each other: a file that was cut or mixed up is refused before a graph is written.</summary>
internal static class S3fdShapes
{
    private static readonly ImmutableArray<(string Layer, string Before, int Kernel)> Layers =
    [
        ("conv1_1", "", 3), ("conv1_2", "conv1_1", 3),
        ("conv2_1", "conv1_2", 3), ("conv2_2", "conv2_1", 3),
        ("conv3_1", "conv2_2", 3), ("conv3_2", "conv3_1", 3), ("conv3_3", "conv3_2", 3),
        ("conv4_1", "conv3_3", 3), ("conv4_2", "conv4_1", 3), ("conv4_3", "conv4_2", 3),
        ("conv5_1", "conv4_3", 3), ("conv5_2", "conv5_1", 3), ("conv5_3", "conv5_2", 3),
        ("fc6", "conv5_3", 3), ("fc7", "fc6", 1),
        ("conv6_1", "fc7", 1), ("conv6_2", "conv6_1", 3), ("conv7_1", "conv6_2", 1), ("conv7_2", "conv7_1", 3),
    ];

    public static void Check(ITensors tensors, ImmutableArray<(string Layer, int Stride, bool IsNormalised)> heads)
    {
        var widths = new Dictionary<string, long> { [""] = 3 };
        foreach (var (layer, before, kernel) in Layers)
        {
            widths[layer] = Conv(tensors, layer, widths[before], kernel, least: 1);
        }

        foreach (var (layer, _, isNormalised) in heads)
        {
            var name = isNormalised ? $"{layer}_norm" : layer;
            if (isNormalised)
            {
                Shape(tensors, $"{name}.weight", widths[layer]);
            }

            _ = Conv(tensors, $"{name}_mbox_conf", widths[layer], 3, least: 2);
            if (Conv(tensors, $"{name}_mbox_loc", widths[layer], 3, least: 4) != 4)
            {
                throw new CheckpointException($"The weights are no S3FD: '{name}_mbox_loc.weight' gives other than four numbers for each cell.");
            }
        }
    }

    private static long Conv(ITensors tensors, string layer, long before, int kernel, long least)
    {
        var shape = tensors.Get($"{layer}.weight").Shape;
        if (shape.Length != 4 || shape[0] < least || shape[1] != before || shape[2] != kernel || shape[3] != kernel)
        {
            throw new CheckpointException(
                $"The weights are no S3FD: '{layer}.weight' has the shape [{string.Join(", ", shape)}] where [{(least > 1 ? $"at least {least}" : "any")}, {before}, {kernel}, {kernel}] is wanted.");
        }

        Shape(tensors, $"{layer}.bias", shape[0]);
        return shape[0];
    }

    private static void Shape(ITensors tensors, string name, long length)
    {
        var shape = tensors.Get(name).Shape;
        if (shape.Length != 1 || shape[0] != length)
        {
            throw new CheckpointException($"The weights are no S3FD: '{name}' has the shape [{string.Join(", ", shape)}] where [{length}] is wanted.");
        }
    }
}
