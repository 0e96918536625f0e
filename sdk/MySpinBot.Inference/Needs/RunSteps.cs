using System.Collections.Immutable;

namespace MySpinBot.Inference;

/// <summary>One thing that a run does: an operator, or a change of layout before it.</summary>
/// <param name="Takes">What must be there.</param>
/// <param name="Gives">What it gives, and how many bytes each takes.</param>
/// <param name="Work">What the kernel needs beside.</param>
/// <param name="InPlace">What its result may be written over; null for nothing.</param>
/// <param name="IsView">Whether its result is that, seen otherwise.</param>
/// <param name="IsOutside">Whether it stands for what the run brings.</param>
/// <param name="Outputs">Results of the graph.</param>
internal sealed record RunStep(
    ImmutableArray<string> Takes, ImmutableArray<(string Name, long Bytes)> Gives, long Work, string? InPlace, bool IsView, bool IsOutside, IReadOnlySet<string> Outputs)
{
    public bool IsOutput(string name) => Outputs.Contains(name);
}

/// <summary>A graph's operators as steps, with the changes of layout that ONNX Runtime puts between them on the processor: convolutions of many channels run on blocks of channels
/// (onnxruntime/core/optimizer/nchwc_transformer.cc), and what does not know blocks takes a copy.</summary>
internal sealed class RunSteps
{
    private static readonly HashSet<string> Views = ["Reshape", "Squeeze", "Unsqueeze", "Flatten", "Identity", "Dropout"];

    private static readonly HashSet<string> OverInput =
    [
        "Relu", "LeakyRelu", "Sigmoid", "Tanh", "Exp", "Log", "Sqrt", "Neg", "Abs", "Reciprocal", "Clip", "Elu", "Selu", "HardSigmoid", "Softplus", "Floor", "Ceil",
        "Add", "Sub", "Mul", "Div", "Pow", "BatchNormalization", "Cast", "Not", "Softmax", "LogSoftmax",
    ];

    private static readonly HashSet<string> InBlocks =
        ["MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool", "Add", "Mul", "Sum", "Relu", "LeakyRelu", "Sigmoid", "Tanh", "Clip", "HardSigmoid", "BatchNormalization", "Concat", "Resize", "Upsample"];

    private readonly OnnxGraph _graph;
    private readonly RunSizes _sizes;
    private readonly ComputeProvider _provider;
    private readonly int _threads;
    private readonly HashSet<string> _outputs;
    private readonly HashSet<string> _blocked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _copied = new(StringComparer.Ordinal);

    public RunSteps(OnnxGraph graph, RunSizes sizes, ComputeProvider provider, int threads)
    {
        (_graph, _sizes, _provider, _threads) = (graph, sizes, provider, threads);
        _outputs = graph.Outputs.Select(output => output.Name).ToHashSet(StringComparer.Ordinal);
        All.Add(new([], [.. graph.Inputs.Select(input => (input.Name, sizes.Bytes(input.Name)))], 0, null, false, true, _outputs));
        foreach (var node in graph.Nodes)
        {
            if (!node.Outputs.All(sizes.IsConstant))
            {
                Add(node);
            }
        }
    }

    public List<RunStep> All { get; } = [];

    private void Add(OnnxNode node)
    {
        var taken = node.Inputs.Where(name => !_sizes.IsConstant(name)).Distinct(StringComparer.Ordinal).ToList();
        if (_provider == ComputeProvider.Cpu)
        {
            var blocked = KernelWork.IsBlocked(node, _sizes) || (InBlocks.Contains(node.OpType) && taken.Count > 0 && taken.All(_blocked.Contains));
            for (var i = 0; i < taken.Count; i++)
            {
                taken[i] = Laid(taken[i], blocked, blocked && node.OpType == "Conv" && taken[i] == node.Inputs[0] && KernelWork.TakesPlain(node, _sizes));
            }

            _blocked.UnionWith(blocked ? node.Outputs : []);
        }

        var gives = node.Outputs.Where(name => name.Length > 0).Select(name => (name, _sizes.Bytes(name))).ToImmutableArray();
        var isView = Views.Contains(node.OpType);
        All.Add(new([.. taken], gives, KernelWork.Bytes(node, _sizes, _provider, _threads), isView ? taken.FirstOrDefault() : Over(node, taken, gives), isView, false, _outputs));

        // A result of the graph in blocks is brought back once.
        foreach (var output in node.Outputs.Where(name => _blocked.Contains(name) && _outputs.Contains(name)))
        {
            All.Add(new([output], [($"{output}@plain", _sizes.Bytes(output))], 0, null, false, false, _outputs));
        }
    }

    // The first that is as large as the result: which of them dies here is seen later.
    private string? Over(OnnxNode node, List<string> taken, ImmutableArray<(string Name, long Bytes)> gives)
        => OverInput.Contains(node.OpType) && gives.Length == 1
            ? taken.LastOrDefault(name => _sizes.Bytes(name.Split('@')[0]) == gives[0].Bytes && !_graph.Inputs.Any(input => input.Name == name))
            : null;

    private string Laid(string value, bool blocked, bool plainWillDo)
    {
        if (blocked == _blocked.Contains(value) || plainWillDo)
        {
            return value;
        }

        var copy = blocked ? $"{value}@blocked" : $"{value}@plain";
        if (_copied.Add(copy))
        {
            All.Add(new([value], [(copy, _sizes.Bytes(value))], 0, null, false, false, _outputs));
        }

        return copy;
    }
}
