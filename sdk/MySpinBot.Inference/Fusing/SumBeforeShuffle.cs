using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>A picture that is enlarged by its nearest pixels and added to shuffled channels is added before the shuffle, where it is a convolution of one tap: each channel of the picture goes to the r² channels that become its pixels.
/// The enlarged picture is never held, and the sum goes into the convolution before it.</summary>
internal static class SumBeforeShuffle
{
    public static OnnxGraph Apply(OnnxGraph graph) => GraphRewriting.Over(graph, Rewrite);

    private static bool Rewrite(OnnxNode node, GraphRewriting rewriting)
        => node is { OpType: "Add", Domain: "" }
            && (Rewrite(node, node.Inputs[0], node.Inputs[1], rewriting) || Rewrite(node, node.Inputs[1], node.Inputs[0], rewriting));

    private static bool Rewrite(OnnxNode node, string shuffled, string enlarged, GraphRewriting rewriting)
    {
        if (rewriting.Producer(shuffled, "DepthToSpace") is not { } shuffle || rewriting.Uses(shuffled) != 1 || (string)shuffle.Attributes.GetValueOrDefault("mode", "DCR") != "CRD"
            || rewriting.Producer(enlarged, "Resize") is not { } resize || rewriting.Uses(enlarged) != 1 || !IsNearest(resize)
            || rewriting.Value(shuffle.Inputs[0]) is not { Type: TensorType.Float32, Rank: 4, Shape: [_, { IsKnown: true } deep, _, _] }
            || rewriting.Value(resize.Inputs[0]) is not { Rank: 4, Shape: [_, { IsKnown: true } channels, _, _] })
        {
            return false;
        }

        var block = (long)shuffle.Attributes["blocksize"];
        if (resize.Inputs.Length != 3 || rewriting.Weight(resize.Inputs[2]) is not { } factors || !GraphRewriting.Floats(factors).SequenceEqual([1, 1, block, block]) || deep.Known != channels.Known * block * block)
        {
            return false;
        }

        // [deep, channels, 1, 1]: 1 where a channel of the picture belongs
        var spread = rewriting.Computed($"{node.Name}.spread", [deep.Known, channels.Known, 1, 1], () => Spread(deep.Known, channels.Known));
        var many = rewriting.Add("Conv", [resize.Inputs[0], spread], rewriting.Unique($"{node.Name}.many"));
        var sum = rewriting.Add("Add", [shuffle.Inputs[0], many], rewriting.Unique($"{node.Name}.sum"));
        rewriting.Add("DepthToSpace", [sum], node.Outputs[0], ("blocksize", block), ("mode", "CRD"));
        return true;
    }

    private static bool IsNearest(OnnxNode resize)
        => resize.Attributes.GetValueOrDefault("mode", "nearest") is "nearest"
            && resize.Attributes.GetValueOrDefault("coordinate_transformation_mode", "half_pixel") is "asymmetric"
            && resize.Attributes.GetValueOrDefault("nearest_mode", "round_prefer_floor") is "floor"
            && !resize.Attributes.ContainsKey("axes");

    private static float[] Spread(long deep, long channels)
    {
        var weights = new float[deep * channels];
        for (var i = 0L; i < deep; i++)
        {
            weights[(i * channels) + (i / (deep / channels))] = 1;
        }

        return weights;
    }
}
