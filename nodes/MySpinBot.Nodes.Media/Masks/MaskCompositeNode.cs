using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>How two masks are combined.</summary>
public enum MaskOperation
{
    /// <summary>What is in both.</summary>
    [Choice("multiply")]
    Multiply,

    /// <summary>The sum, at most 1.</summary>
    [Choice("add")]
    Add,

    /// <summary>The source is taken away.</summary>
    [Choice("subtract")]
    Subtract,

    /// <summary>1 where both round to 1, else 0.</summary>
    [Choice("and")]
    And,

    /// <summary>1 where one of them rounds to 1, else 0.</summary>
    [Choice("or")]
    Or,

    /// <summary>1 where exactly one of them rounds to 1, else 0.</summary>
    [Choice("xor")]
    Xor,
}

/// <summary>Two masks made one.</summary>
public static class MaskCompositeNode
{
    /// <summary>Combines a mask with another that is laid on it at a place. Where nothing is laid, the first stays as it is.</summary>
    /// <param name="destination">The masks below.</param>
    /// <param name="source">The mask on top: one for all, or as many as there are below.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="x">Where its left edge lies, in pixels.</param>
    /// <param name="y">Where its top edge lies, in pixels.</param>
    /// <param name="operation">How they are combined. The logical ones round first: a half is 0.</param>
    /// <returns>The masks combined, in 0..1, of the destination's size.</returns>
    [Node("MaskComposite", Title = "Combine masks", Category = "image/mask", Search = "combine masks,blend masks,intersect,union,difference", Need = nameof(Need))]
    public static Mask Combine(
        Mask destination, Mask source, CancellationToken cancellation, [Range(0, 16384)] int x = 0, [Range(0, 16384)] int y = 0, MaskOperation operation = MaskOperation.Multiply)
    {
        if (source.Batch != 1 && source.Batch != destination.Batch)
        {
            throw new NodeFailure($"The source has {source.Batch} masks and the destination {destination.Batch}; give one source, or as many as there are destinations.") { Input = "source" };
        }

        var values = destination.Values.ToArray();
        var (width, height) = (Math.Min(source.Width, destination.Width - x), Math.Min(source.Height, destination.Height - y));
        for (var i = 0; i < destination.Batch && width > 0; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var top = source.Picture(i % source.Batch);
            for (var row = 0; row < height; row++)
            {
                Apply(operation, values.AsSpan((((i * destination.Height) + y + row) * destination.Width) + x, width), top.Slice(row * source.Width, width));
            }
        }

        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.Clamp(values[i], 0f, 1f);
        }

        return Mask.Own(destination.Batch, destination.Height, destination.Width, values);
    }

    /// <summary>The new mask.</summary>
    public static MemoryNeed Need(Mask? destination) => MaskPictures.Copies(destination, 1);

    private static void Apply(MaskOperation operation, Span<float> below, ReadOnlySpan<float> top)
    {
        for (var i = 0; i < below.Length; i++)
        {
            below[i] = operation switch
            {
                MaskOperation.Multiply => below[i] * top[i],
                MaskOperation.Add => below[i] + top[i],
                MaskOperation.Subtract => below[i] - top[i],
                MaskOperation.And => IsIn(below[i]) & IsIn(top[i]) ? 1 : 0,
                MaskOperation.Or => IsIn(below[i]) | IsIn(top[i]) ? 1 : 0,
                _ => IsIn(below[i]) ^ IsIn(top[i]) ? 1 : 0,
            };
        }
    }

    // Halves round to even, as torch.round does.
    private static bool IsIn(float value) => MathF.Round(value) != 0;
}
