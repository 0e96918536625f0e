using System.Collections.Immutable;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>How pictures go into a model and come out of it.</summary>
/// <param name="Input">Name of what it takes: [batch, channels, height, width].</param>
/// <param name="Output">Name of what it gives.</param>
/// <param name="Channels">3, or 1 for a model of grey pictures.</param>
/// <param name="Cut">What it asks of the pieces that a picture is cut into.</param>
/// <param name="Shape">The shape of what it takes, by the names that a run brings.</param>
internal sealed record UpscaleForm(string Input, string Output, int Channels, TileCut Cut, ImmutableArray<Dim> Shape)
{
    /// <summary>What the numbers are that go in and come out: Float32 or Float16.</summary>
    public (TensorType Taken, TensorType Given) Types { get; init; } = (TensorType.Float32, TensorType.Float32);

    // Where a model sees farther than this, what is farther matters so little that pieces are mixed where they meet instead.
    private const int LongestBorder = 40;

    // For models that see far. Measured, see docs/UPSCALING.md.
    private const int FarBorder = 32;
    private const int FarFeather = 8;

    // Of exported graphs nobody knows what they fold; 16 suits all that are used for pictures.
    private const int UnknownMultiple = 16;

    // Of what a graph takes and gives, a sentence shows no more: a detector may have twelve outputs.
    private const int MostShown = 3;

    /// <summary>The form of a network that was built here.</summary>
    public static UpscaleForm Of(UpscaleNetwork network, OnnxModel model)
        => new(UpscaleNetwork.Input, UpscaleNetwork.Output, network.Channels, CutFor(network), model.Inputs[0].Shape);

    /// <summary>The form of an exported graph.</summary>
    /// <param name="model">The graph.</param>
    /// <param name="network">What its weights are known to be; null for none.</param>
    /// <param name="named">What sentences call it: its file's name and what it is, where that is known.</param>
    /// <exception cref="CheckpointException">It does not take pictures, or gives none.</exception>
    public static UpscaleForm Of(OnnxModel model, UpscaleNetwork? network, Func<string> named)
    {
        if (model.Inputs is not [{ Rank: 4 } taken] || model.Outputs is not [{ Rank: 4 } given, ..])
        {
            throw new CheckpointException($"{named()} takes {Shapes(model.Inputs)} and gives {Shapes(model.Outputs)}; one that makes pictures larger takes one [batch, channels, height, width] and gives another.");
        }

        if (taken.Type is not (TensorType.Float32 or TensorType.Float16) || given.Type is not (TensorType.Float32 or TensorType.Float16))
        {
            throw new CheckpointException($"{named()} takes pictures as {taken.Type} and gives {given.Type}; 32-bit or 16-bit floats in 0..1 would be right.");
        }

        var (channels, width, height) = (Fixed(taken, 1) ?? 3, Fixed(taken, 3), Fixed(taken, 2));
        return channels is 1 or 3 && Fixed(taken, 0) is null or 1
            ? new UpscaleForm(taken.Name, given.Name, channels, CutFor(network, width, height), taken.Shape) { Types = (taken.Type, given.Type) }
            : throw new CheckpointException($"{named()} takes {Shapes(model.Inputs)}; single pictures of 3 channels (RGB) or 1 (grey) would be right.");
    }

    /// <summary>What a run brings, by name, for pieces of this size.</summary>
    public IReadOnlyDictionary<string, long> Sizes(int width, int height)
    {
        long[] sizes = [3 / Channels, Channels, height, width];
        var brought = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < sizes.Length; i++)
        {
            if (Shape[i].Names.ToArray() is [var name])
            {
                // A side may be a multiple of what the run brings: 2*h.
                brought[name] = sizes[i] / Shape[i].Size(new Dictionary<string, long> { [name] = 1 });
            }
        }

        return brought;
    }

    /// <summary>How many times larger the graph makes a picture, as its shapes say; null where they do not.</summary>
    public int? Scale(OnnxModel model)
    {
        var side = Cut.FixedHeight ?? Cut.Multiple;
        var given = model.Outputs.First(output => output.Name == Output).Shape[2];
        var brought = Sizes(Cut.FixedWidth ?? Cut.Multiple, side);
        return given.Names.All(brought.ContainsKey) && given.Size(brought) is var enlarged and > 0 && enlarged % side == 0 ? (int)(enlarged / side) : null;
    }

    private static TileCut CutFor(UpscaleNetwork? network, int? width = null, int? height = null)
    {
        var (border, feather) = network is { Reach: <= LongestBorder } ? (network.Reach, 0) : (FarBorder, FarFeather);
        var most = Math.Min(width ?? int.MaxValue, height ?? int.MaxValue) / 4;
        return new TileCut(width is null && height is null ? network?.Multiple ?? UnknownMultiple : 1, Math.Min(border, most), Math.Min(feather, most / 2), width, height);
    }

    private static int? Fixed(GraphValue value, int axis) => value.Shape[axis].IsKnown ? checked((int)value.Shape[axis].Known) : null;

    private static string Shapes(IEnumerable<GraphValue> values)
    {
        var shapes = values.Select(value => $"[{string.Join(", ", value.Shape)}]").ToList();
        return shapes.Count == 0 ? "nothing" : string.Join(" and ", shapes.Take(MostShown)) + (shapes.Count > MostShown ? $" and {shapes.Count - MostShown} more" : "");
    }
}
