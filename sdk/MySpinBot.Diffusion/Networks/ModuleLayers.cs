using System.Collections.Immutable;
using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion;

/// <summary>Layers with their weights, as PyTorch's modules nest: what is entered is where weights are looked for, how operators are named, and what can be shown.</summary>
internal sealed class ModuleLayers
{
    private readonly ITensors _weights;
    private readonly IReadOnlyCollection<string> _shown;
    private readonly HashSet<string> _modules = new(StringComparer.Ordinal);
    private string _path = "";

    /// <param name="graph">What is built.</param>
    /// <param name="weights">The weights, under diffusers' names.</param>
    /// <param name="shown">Modules whose results are results of the graph too, each under the module's path.</param>
    public ModuleLayers(OnnxGraphBuilder graph, ITensors weights, IReadOnlyCollection<string> shown)
    {
        (Graph, _weights, _shown) = (graph, weights, shown);
        foreach (var entry in weights.Entries)
        {
            for (var dot = entry.Name.LastIndexOf('.'); dot > 0 && _modules.Add(entry.Name[..dot]); dot = entry.Name.LastIndexOf('.', dot - 1))
            {
            }
        }
    }

    public OnnxGraphBuilder Graph { get; }

    /// <summary>Linear layers and convolutions beside whose weights a change of low rank runs, which every run brings (<see cref="LoraBeside"/>).</summary>
    public IReadOnlySet<string> Beside { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>Goes into a module of the one it is in, until that is disposed.</summary>
    public IDisposable Enter(string module)
    {
        var outer = _path;
        var scope = Graph.Scope(module);
        _path = Below(module);
        return new Leaving(this, outer, scope);
    }

    /// <summary>Whether there is a module of this name here.</summary>
    public bool Has(string module) => _modules.Contains(Below(module));

    /// <summary>How many modules a list here has: <c>resnets.0</c>, <c>resnets.1</c>, ….</summary>
    public int Count(string list)
    {
        var count = 0;
        while (Has($"{list}.{count}"))
        {
            count++;
        }

        return count;
    }

    /// <summary>Whether a module's weights are a matrix, not a convolution's kernel.</summary>
    public bool IsLinear(string module) => _weights.TryGet(Below($"{module}.weight"), out var entry) && entry.Shape.Length == 2;

    /// <summary>A weight of the module: <c>weight</c>, <c>mix_factor</c>.</summary>
    public GraphValue Weight(string name) => Graph.Weight(_weights, Below(name));

    /// <summary>A weight that the module may have: <c>bias</c>.</summary>
    public GraphValue? WeightOrNone(string name) => Graph.WeightOrNone(_weights, Below(name));

    /// <summary>A convolution that keeps the size, or halves it where the stride is 2: zeros for half a kernel on every side.</summary>
    public GraphValue Conv(string name, GraphValue x, long stride = 1)
    {
        using var module = Enter(name);
        var kernel = Weight("weight"); // [out, in, …]
        var pads = new long[(kernel.Rank - 2) * 2];
        for (var i = 0; i < pads.Length; i++)
        {
            pads[i] = kernel.Shape[2 + (i % (kernel.Rank - 2))].Known / 2;
        }

        var strides = new long[kernel.Rank - 2];
        Array.Fill(strides, stride);
        var made = Graph.Conv(x, kernel, WeightOrNone("bias"), strides, pads);
        return Shown(Beside.Contains(_path) ? Graph.Add(made, Changed(x, kernel, strides, pads)) : made);
    }

    /// <summary>A linear layer over the last axis.</summary>
    public GraphValue Linear(string name, GraphValue x)
    {
        using var module = Enter(name);
        var weight = Weight("weight");
        var made = Graph.Linear(x, weight, WeightOrNone("bias"));
        return Shown(Beside.Contains(_path) ? Graph.Add(made, Changed(x, weight)) : made);
    }

    /// <summary>Groups of channels by their own mean and variance.</summary>
    public GraphValue GroupNorm(string name, GraphValue x, int groups, float epsilon)
    {
        using var module = Enter(name);
        return Shown(Graph.GroupNorm(x, groups, Weight("weight"), Weight("bias"), epsilon));
    }

    /// <summary>Vectors by their own mean and variance.</summary>
    public GraphValue LayerNorm(string name, GraphValue x, float epsilon = 1e-5f)
    {
        using var module = Enter(name);
        return Shown(Graph.LayerNorm(x, Weight("weight"), WeightOrNone("bias"), epsilon));
    }

    /// <summary>Whether somebody wants to see what comes out of the module it is in.</summary>
    public bool IsShown => _shown.Contains(_path);

    /// <summary>What comes out of the module it is in: a result of the graph, where somebody wants to see it.</summary>
    public GraphValue Shown(GraphValue value)
    {
        if (IsShown)
        {
            Graph.Output(_path, value, TensorType.Float32);
        }

        return value;
    }

    // x · down · up, [in, rank] and [rank, out].
    private GraphValue Changed(GraphValue x, GraphValue weight)
    {
        var rank = Dim.Of(LoraBeside.Rank(_path));
        return Graph.MatMul(Graph.MatMul(x, Brought(LoraBeside.Down(_path), weight.Shape[1], rank)), Brought(LoraBeside.Up(_path), rank, weight.Shape[0]));
    }

    // A convolution to as many channels as the rank, then one of a single cell.
    private GraphValue Changed(GraphValue x, GraphValue kernel, long[] strides, long[] pads)
    {
        var rank = Dim.Of(LoraBeside.Rank(_path));
        var small = Graph.Conv(x, Brought(LoraBeside.Down(_path), [rank, .. kernel.Shape[1..]]), null, strides, pads);
        return Graph.Conv(small, Brought(LoraBeside.Up(_path), [kernel.Shape[0], rank, .. kernel.Shape[2..].Select(_ => (Dim)1)]));
    }

    private GraphValue Brought(string name, params ReadOnlySpan<Dim> shape) => Graph.ToCompute(Graph.Input(name, TensorType.Float32, shape));

    private string Below(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    private sealed class Leaving(ModuleLayers layers, string outer, IDisposable scope) : IDisposable
    {
        public void Dispose()
        {
            scope.Dispose();
            layers._path = outer;
        }
    }
}
