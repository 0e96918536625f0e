using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>A model that is an <c>.onnx</c> file.</summary>
internal sealed class FileModel : OnnxModel
{
    private readonly string _path;
    private readonly OnnxFile _file;
    private readonly Lazy<OnnxGraph> _graph;

    internal FileModel(string path)
    {
        _path = Path.GetFullPath(path);
        _file = OutsideModel.Read(_path);
        var initializers = _file.Graph.Initializers.Select(each => each.Name).ToHashSet(StringComparer.Ordinal);
        Inputs = [.. _file.Graph.Inputs.Where(input => !initializers.Contains(input.Name)).Select(value => Value(value, true))];
        Outputs = [.. _file.Graph.Outputs.Select(value => Value(value, false))];
        _graph = new(() => OnnxImport.Graph(_file) with { Inputs = Inputs });
    }

    public override string Title => $"'{Path.GetFileName(_path)}'";

    public override ImmutableArray<GraphValue> Inputs { get; }

    public override ImmutableArray<GraphValue> Outputs { get; }

    public override long ResidentBytes(ComputeDevice device) => ResidentNeed.Bytes(Tensors(_file.Graph).Where(each => each.Type is not null).Select(each => (each.Type!.Value, (IReadOnlyList<long>)each.Shape)), _file.Graph.Nodes.Length, device);

    public override long WorkingBytes(ComputeDevice device, IReadOnlyDictionary<string, long> sizes) => WorkingMemory.Peak(_graph.Value, sizes, device.Provider, Environment.ProcessorCount);

    public override void Dispose()
    {
    }

    internal override InferenceSession Open(SessionOptions options, ComputeProvider provider, OnnxSessionOptions how) => new(_path, options);

    // Files name dimensions anyhow, or not at all; every one gets a name that a run can bring. Names of outputs are not believed: exporters give what is four times as high the same name.
    private GraphValue Value(OnnxFileValue value, bool isInput)
        => value.Type is { } type ? new GraphValue(value.Name, type, [.. (value.Shape.IsDefault ? [] : value.Shape).Select((dim, axis) => dim.Size is { } size ? size : Dim.Of(Plain(isInput && dim.Name is { Length: > 0 } name ? name : $"{value.Name}_{axis}")))])
            : throw new CheckpointException($"'{Path.GetFileName(_path)}' takes or gives '{value.Name}', which is no tensor of numbers; such models are not run here.");

    // Of the graph, of its operators' settings, and of the graphs within them.
    private static IEnumerable<OnnxFileTensor> Tensors(OnnxFileGraph graph)
    {
        var settings = graph.Nodes.SelectMany(node => node.Attributes).ToList();
        return [.. graph.Initializers, .. settings.Where(each => each.Tensor is not null).Select(each => each.Tensor!), .. settings.SelectMany(each => each.Graphs).SelectMany(Tensors)];
    }

    private static string Plain(string name)
    {
        var plain = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return plain.Length > 0 && char.IsAsciiLetter(plain[0]) ? plain : $"n{plain}";
    }
}
