using System.Collections.Immutable;
using MySpinBot.Inference;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>A kind of network that finds faces: how it wants its pictures, and what its answers mean. Has no weights and no state.</summary>
internal abstract class FaceNetwork
{
    /// <summary>What people read, and what FACE_DETECTOR values name.</summary>
    public abstract string Name { get; }

    /// <summary>Name of its input, [batch, 3, height, width] float32.</summary>
    public string InputName { get; init; } = "input";

    /// <summary>The only size that it takes; null where it takes any.</summary>
    public (int Width, int Height)? OnlySize { get; init; }

    /// <summary>Whether several pictures can be given at once.</summary>
    public bool Batches { get; init; }

    /// <summary>Both sides of its input are a multiple of this.</summary>
    public virtual int Multiple => 1;

    /// <summary>The least that each side of its input can be.</summary>
    public virtual int LeastSide => 1;

    /// <summary>What its three channels are made of: indices of red, green and blue.</summary>
    public abstract ImmutableArray<int> Channels { get; }

    /// <summary>What is subtracted from the levels 0..255 of each of its channels.</summary>
    public abstract ImmutableArray<float> Subtracted { get; }

    /// <summary>What is then multiplied.</summary>
    public abstract float Factor { get; }

    /// <summary>What lies beside a picture that is smaller than the input, after subtraction and multiplication.</summary>
    public virtual float Beside => 0;

    /// <summary>The least score that its authors take for a face.</summary>
    public abstract double UsualScore { get; }

    /// <summary>The most that boxes of two faces overlap, as its authors have it.</summary>
    public abstract double UsualOverlap { get; }

    /// <summary>How its boxes become those of S3FD.</summary>
    public abstract BoxConvention Convention { get; }

    /// <summary>Adds what it saw in one picture of a batch, in pixels of its input.</summary>
    /// <param name="outputs">Its answers by name, in the host's memory.</param>
    /// <param name="item">Which picture of the batch.</param>
    /// <param name="width">Columns of the input.</param>
    /// <param name="height">Rows of the input.</param>
    /// <param name="leastScore">Scores below are left out.</param>
    /// <param name="seen">Where to.</param>
    public abstract void Read(IReadOnlyDictionary<string, Tensor> outputs, int item, int width, int height, double leastScore, List<Sighting> seen);

    /// <summary>One picture's numbers of an output.</summary>
    /// <exception cref="MySpinBot.Sdk.NodeFailure">The network gave another number than its kind does.</exception>
    protected ReadOnlySpan<float> Of(IReadOnlyDictionary<string, Tensor> outputs, string name, int item, int count)
    {
        var numbers = outputs[name].Floats;
        return numbers.Length >= (long)(item + 1) * count
            ? numbers.Slice(item * count, count)
            : throw new MySpinBot.Sdk.NodeFailure($"The face detector gave {numbers.Length} numbers as '{name}' where a {Name} gives {count} for each picture; is the file damaged?");
    }
}
