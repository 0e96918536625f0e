using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>All pictures of a list of batches in batches of another length.</summary>
/// <remarks>ComfyUI, <c>nodes_rebatch.py</c>.</remarks>
internal static class LatentRebatching
{
    // A mask that is made up is as large as the picture that the latents stand for.
    private const int Factor = 8;

    /// <summary>The new batches. Pictures go together while their shape is the same; each has the place in a larger batch that it brings, or the one that it has in the list.</summary>
    public static IReadOnlyList<Latent> Of(IReadOnlyList<Latent> latents, int size)
    {
        var made = new List<Latent>();
        var waiting = new List<One>();
        var seen = 0;
        foreach (var latent in latents)
        {
            for (var i = 0; i < latent.Shape.Batch; i++)
            {
                var one = new One(latent, i, latent.BatchIndex.IsEmpty ? seen + i : latent.BatchIndex[i]);
                if (waiting.Count == size || (waiting.Count > 0 && waiting[0].Latent.Shape.Picture is var picture && (picture != latent.Shape.Picture || waiting[0].Latent.Shape.Width != latent.Shape.Width)))
                {
                    made.Add(Together(waiting));
                    waiting.Clear();
                }

                waiting.Add(one);
            }

            seen += latent.Shape.Batch;
        }

        if (waiting.Count > 0)
        {
            made.Add(Together(waiting));
        }

        return made;
    }

    private static Latent Together(List<One> ones)
    {
        var shape = ones[0].Latent.Shape with { Batch = ones.Count };
        var values = new float[shape.Count];
        for (var i = 0; i < ones.Count; i++)
        {
            ones[i].Latent.Picture(ones[i].Index).CopyTo(values.AsSpan(i * shape.Picture));
        }

        return Latent.Own(shape, values).WithNoiseMask(Masks(ones, shape)).WithBatchIndex([.. ones.Select(one => one.Place)]);
    }

    private static Mask? Masks(List<One> ones, LatentShape shape)
    {
        if (ones.All(one => one.Latent.NoiseMask is null))
        {
            return null;
        }

        var (height, width) = (shape.Height * Factor, shape.Width * Factor);
        var values = new float[checked(ones.Count * height * width)];
        for (var i = 0; i < ones.Count; i++)
        {
            var room = values.AsSpan(i * height * width, height * width);
            if (ones[i].Latent.NoiseMask is { } masks)
            {
                var own = masks.Batch == 1 ? masks : LatentBatches.MaskOf(masks, ones[i].Latent.Shape.Batch, ones[i].Index, 1)!;
                LatentScaling.Resize(own, width, height, CancellationToken.None).Values.CopyTo(room);
            }
            else
            {
                room.Fill(1);
            }
        }

        return Mask.Own(ones.Count, height, width, values);
    }

    private readonly record struct One(Latent Latent, int Index, int Place);
}
