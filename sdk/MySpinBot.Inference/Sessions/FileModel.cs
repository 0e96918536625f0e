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
        _graph = new(() => OnnxImport.Graph(_file));
        var initializers = _file.Graph.Initializers.Select(each => each.Name).ToHashSet(StringComparer.Ordinal);
        Inputs = [.. _file.Graph.Inputs.Where(input => !initializers.Contains(input.Name)).Select(Value)];
        Outputs = [.. _file.Graph.Outputs.Select(Nameless).Select(Value)];
    }

    public override string Title => $"'{Path.GetFileName(_path)}'";

    public override ImmutableArray<GraphValue> Inputs { get; }

    public override ImmutableArray<GraphValue> Outputs { get; }

    public override long ResidentBytes(ComputeDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return ResidentNeed.Bytes(Weights(), _file.Graph.Nodes.Length, device);
    }

    public override long LoadingBytes(ComputeDevice device) => checked(ResidentBytes(device) + ResidentNeed.Widened(Weights(), device));

    public override long WorkingBytes(ComputeDevice device, IReadOnlyDictionary<string, long> sizes)
    {
        ArgumentNullException.ThrowIfNull(device);
        return Working(_graph.Value, device, sizes);
    }

    public override void Dispose()
    {
    }

    internal override InferenceSession Open(SessionOptions options, ComputeProvider provider, OnnxSessionOptions how) => new(_path, options);

    private IEnumerable<(TensorType Type, IReadOnlyList<long> Shape)> Weights()
        => Tensors(_file.Graph).Where(each => each.Type is not null).Select(each => (each.Type!.Value, (IReadOnlyList<long>)each.Shape));

    private GraphValue Value(OnnxFileValue value)
        => OnnxImport.Value(value) ?? throw new CheckpointException($"'{Path.GetFileName(_path)}' takes or gives '{value.Name}', which is no tensor of numbers; such models are not run here.");

    // Exporters give what is four times as high the name of what it was made from, so names of outputs are not believed.
    private static OnnxFileValue Nameless(OnnxFileValue value)
        => value with { Shape = value.Shape.IsDefault ? value.Shape : [.. value.Shape.Select(dim => dim with { Name = null })] };

    // Of the graph, of its operators' settings, and of the graphs within them.
    private static IEnumerable<OnnxFileTensor> Tensors(OnnxFileGraph graph)
    {
        var settings = graph.Nodes.SelectMany(node => node.Attributes).ToList();
        return [.. graph.Initializers, .. settings.Where(each => each.Tensor is not null).Select(each => each.Tensor!), .. settings.SelectMany(each => each.Graphs).SelectMany(Tensors)];
    }
}
