namespace MySpinBot.Checkpoints.Identifying;

using static Known;

/// <summary>Models that are published as graphs, told by what goes in and comes out; their tensors mostly have no names.</summary>
internal static class Graphs
{
    public static ModelIdentity? Look(OnnxFile model)
    {
        var graph = model.Graph;
        var initializers = graph.Initializers.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        OnnxFileValue[] inputs = [.. graph.Inputs.Where(input => !initializers.Contains(input.Name))];
        var outputs = graph.Outputs;
        ModelFact?[] shape = [Fact("input", inputs is [var first, ..] ? Shape(first) : null), Fact("opset", model.Opsets.TryGetValue("", out var opset) ? opset : null)];

        if (inputs is [_] && outputs.Length == 2 && Last(outputs[0]) == 2 && Last(outputs[1]) == 4 && outputs[0].Name == "scores")
        {
            return Runs("ultraface", "UltraFace, a face detector", [.. shape, Fact("anchors", outputs[0].Shape is [_, var anchors, _] ? anchors.Size : null)]);
        }

        if (inputs is [_] && ((string[])["cls_8", "obj_8", "bbox_8", "kps_8"]).All(name => outputs.Any(output => output.Name == name)))
        {
            return Runs("yunet", "YuNet, a face detector with five landmarks", shape);
        }

        if (inputs is [_] && outputs is [var points] && points.Shape is [_, { Size: 136 }])
        {
            return Named("landmarks", "Landmarks of a face, 68 points", shape);
        }

        if (inputs.Any(input => input.Name == "sr") && inputs.Any(input => input.Name is "state" or "h") && outputs.Length >= 2)
        {
            return Named("silero_vad", "Silero, which hears whether somebody speaks", shape);
        }

        return null;
    }

    public static ModelIdentity Unknown(OnnxFile model)
        => Named("unknown", "a graph of a kind that is not known", Fact("inputs", model.Graph.Inputs.IsEmpty ? null : string.Join(", ", model.Graph.Inputs.Take(4).Select(input => $"{input.Name} {Shape(input)}"))), Fact("nodes", model.Graph.Nodes.Length));

    private static long? Last(OnnxFileValue value) => value.Shape is { IsDefaultOrEmpty: false } shape ? shape[^1].Size : null;

    private static string? Shape(OnnxFileValue value) => value.Shape.IsDefault ? null : $"[{string.Join(", ", value.Shape)}]";
}
