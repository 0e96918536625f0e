using System.Collections.Immutable;
using System.Text;
using MySpinBot.Checkpoints;
using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>LoRAs as numbers that every run brings beside a network's weights: what a module makes of x is added to by up · (down · x). All LoRAs of a module are one change, their ranks added up, strengths and alphas within.
/// The weights stay as they are, so other LoRAs, other strengths or none need nothing to be loaded anew.</summary>
/// <remarks>Hu et al., "LoRA: Low-rank adaptation of large language models" (2021), before the two matrices are multiplied.</remarks>
internal sealed class LoraBeside
{
    private readonly ImmutableArray<Change> _changes;

    private LoraBeside(ImmutableArray<Change> changes)
    {
        _changes = changes;
        Modules = changes.Select(change => change.Module).ToImmutableSortedSet(StringComparer.Ordinal);
    }

    /// <summary>The modules that are changed, by their paths in the network.</summary>
    public ImmutableSortedSet<string> Modules { get; }

    /// <summary>What tells a network that takes these changes from one that takes others, for the key of a resident; which LoRAs they come from does not.</summary>
    public string Key => ContentId.Of(Encoding.UTF8.GetBytes(string.Join('\n', Modules))).ToString();

    /// <summary>What the matrix of a module that makes small is called: [in, rank], of a convolution [rank, in, …].</summary>
    public static string Down(string module) => $"{module}.lora_down";

    /// <summary>What the matrix of a module that makes large is called: [rank, out], of a convolution [out, rank, 1, …].</summary>
    public static string Up(string module) => $"{module}.lora_up";

    /// <summary>What a module's rank is called among the sizes of a run.</summary>
    public static string Rank(string module) => $"rank_{module.Replace('.', '_')}";

    /// <summary>Puts LoRAs together.</summary>
    /// <param name="network">The network's tensors under diffusers' names.</param>
    /// <param name="loras">Files that are open, and strengths.</param>
    /// <param name="part">Which part of the model the network is.</param>
    public static LoraBeside Of(ITensors network, IEnumerable<(LoraFile File, double Strength)> loras, LoraPart part)
    {
        var names = new ModuleNames(network);
        var found = new Dictionary<string, (TensorEntry Weights, List<(LoraModule Module, ITensors Tensors, double Scale)> By)>(StringComparer.Ordinal);
        foreach (var (file, strength) in loras)
        {
            foreach (var module in file.Modules)
            {
                if (module.Part == part && names.Find(module.Module) is { } weights && LoraMerge.Fits(module, weights))
                {
                    if (!found.TryGetValue(weights.Name, out var changes))
                    {
                        found[weights.Name] = changes = (weights, []);
                    }

                    changes.By.Add((module, file.Tensors, strength * module.Scale));
                }
            }
        }

        return new LoraBeside([.. found.Values.OrderBy(each => each.Weights.Name, StringComparer.Ordinal).Select(each => Change.Of(each.Weights, each.By))]);
    }

    /// <summary>Adds how large they are to the sizes of a run.</summary>
    public void AddTo(IDictionary<string, long> sizes)
    {
        foreach (var change in _changes)
        {
            sizes[Rank(change.Module)] = change.Rank;
        }
    }

    /// <summary>What a run brings, shaped as the network's graph takes it.</summary>
    /// <param name="inputs">What the graph takes.</param>
    /// <exception cref="CheckpointException">A module that is changed takes nothing beside its weights.</exception>
    public Dictionary<string, Tensor> Tensors(ImmutableArray<Inference.GraphValue> inputs)
    {
        Demand(Modules, inputs);
        var shapes = inputs.ToDictionary(input => input.Name, input => input.Shape, StringComparer.Ordinal);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var change in _changes)
        {
            tensors[Down(change.Module)] = Shaped(change.Down, shapes[Down(change.Module)], change.Rank);
            tensors[Up(change.Module)] = Shaped(change.Up, shapes[Up(change.Module)], change.Rank);
        }

        return tensors;
    }

    /// <summary>Checks that a graph takes changes for all these modules.</summary>
    /// <exception cref="CheckpointException">It does not for one.</exception>
    public static void Demand(IEnumerable<string> modules, ImmutableArray<Inference.GraphValue> inputs)
    {
        var taken = inputs.Select(input => input.Name).ToHashSet(StringComparer.Ordinal);
        if (modules.FirstOrDefault(module => !taken.Contains(Down(module))) is { } lacking)
        {
            throw new CheckpointException($"A LoRA changes '{lacking}', which can only have it merged into its weights; set the placement of LoRAs to merged.");
        }
    }

    private static Tensor Shaped(float[] numbers, ImmutableArray<Dim> shape, int rank) => Tensor.Of(numbers, [.. shape.Select(size => size.IsKnown ? size.Known : rank)]);

    // The numbers of all changes of one module, in the order in which its graph takes them.
    private sealed record Change(string Module, int Rank, float[] Down, float[] Up)
    {
        public static Change Of(TensorEntry weights, List<(LoraModule Module, ITensors Tensors, double Scale)> by)
        {
            var (rows, rank) = ((int)weights.Shape[0], by.Sum(each => each.Module.Rank));
            var columns = (int)(weights.Count / rows);
            var (down, up) = (new float[checked(rank * columns)], new float[checked(rows * rank)]); // [rank, columns], [rows, rank]
            var at = 0;
            foreach (var (module, tensors, scale) in by)
            {
                var (large, small) = LoraMerge.Matrices(module, tensors);
                small.CopyTo(down.AsSpan(at * columns));
                for (var row = 0; row < rows; row++)
                {
                    for (var k = 0; k < module.Rank; k++)
                    {
                        up[(row * rank) + at + k] = (float)(scale * large[(row * module.Rank) + k]);
                    }
                }

                at += module.Rank;
            }

            var name = weights.Name[..^".weight".Length];
            return weights.Shape.Length == 2 ? new Change(name, rank, Turned(down, rank, columns), Turned(up, rows, rank)) : new Change(name, rank, down, up);
        }

        // A product from the right wants rows for columns.
        private static float[] Turned(float[] matrix, int rows, int columns)
        {
            var turned = new float[matrix.Length];
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++)
                {
                    turned[(column * rows) + row] = matrix[(row * columns) + column];
                }
            }

            return turned;
        }
    }
}
