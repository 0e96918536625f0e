using System.Collections.Immutable;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Pictures taken out of batches and put into them, with their masks and their places.</summary>
internal static class LatentBatches
{
    /// <summary>Some pictures of a batch, with the places that they have there, so that each gets the noise that it would get there.</summary>
    public static Latent Part(Latent latent, int start, int count)
    {
        var places = latent.BatchIndex.IsEmpty ? [.. Enumerable.Range(start, count)] : latent.BatchIndex[start..(start + count)];
        return Taken(latent, start, count).WithNoiseMask(MaskOf(latent.NoiseMask, latent.Shape.Batch, start, count)).WithBatchIndex(places);
    }

    /// <summary>A batch several times, one after the other; each gets places of its own.</summary>
    public static Latent Repeated(Latent latent, int amount)
    {
        var shape = LatentRoom.Checked((long)latent.Shape.Batch * amount, latent.Shape.Channels, latent.Shape.Height, latent.Shape.Width, "amount");
        var values = new float[shape.Count];
        for (var i = 0; i < amount; i++)
        {
            latent.Values.CopyTo(values.AsSpan(i * latent.Shape.Count));
        }

        var places = latent.BatchIndex;
        var span = places.IsEmpty ? 0 : places.Max() - places.Min() + 1;
        var mask = latent.NoiseMask is { Batch: > 1 } several ? Cycled(several, shape.Batch, latent.Shape.Batch) : latent.NoiseMask;
        return Latent.Own(shape, values).WithNoiseMask(mask)
            .WithBatchIndex(places.IsEmpty ? [] : [.. Enumerable.Range(0, amount).SelectMany(i => places.Select(place => place + (i * span)))]);
    }

    /// <summary>Two batches as one; the second in the size of the first, cut to its ratio.</summary>
    public static Latent Joined(Latent first, Latent second, CancellationToken cancellation)
    {
        var fitting = Fitting(second, first, ScalingKernel.Bilinear, cancellation);
        var shape = LatentRoom.Checked((long)first.Shape.Batch + fitting.Shape.Batch, first.Shape.Channels, first.Shape.Height, first.Shape.Width, "samples2");
        return Latent.Own(shape, [.. first.Values, .. fitting.Values]).WithNoiseMask(first.NoiseMask).WithBatchIndex([.. Places(first), .. Places(second)]);
    }

    /// <summary>Latents in the size of others, cut to their ratio; as they are where they have it.</summary>
    /// <exception cref="NodeFailure">They have another number of channels.</exception>
    public static Latent Fitting(Latent latent, Latent like, ScalingKernel kernel, CancellationToken cancellation, string input = "samples2")
        => latent.Shape.Channels != like.Shape.Channels
            ? throw new NodeFailure($"These latents have {latent.Shape.Channels} channels, and those that they go together with have {like.Shape.Channels}; latents of the same kind of model would be right.") { Input = input }
            : LatentScaling.Resize(latent, like.Shape.Width, like.Shape.Height, kernel, cropCentre: true, cancellation);

    /// <summary>As many pictures as a batch is to have: from the beginning again where there are too few, without the last where there are too many.</summary>
    public static Latent Cycled(Latent latent, int count)
    {
        if (latent.Shape.Batch == count)
        {
            return latent;
        }

        var shape = LatentRoom.Checked(count, latent.Shape.Channels, latent.Shape.Height, latent.Shape.Width, "samples2");
        var values = new float[shape.Count];
        for (var i = 0; i < count; i++)
        {
            latent.Picture(i % latent.Shape.Batch).CopyTo(values.AsSpan(i * shape.Picture));
        }

        return Latent.Own(shape, values);
    }

    /// <summary>As many masks as a batch is to have, in the same way.</summary>
    /// <param name="mask">The masks.</param>
    /// <param name="count">How many there are to be.</param>
    /// <param name="round">After how many it begins again with the first; 0 for after the last.</param>
    public static Mask Cycled(Mask mask, int count, int round = 0)
    {
        var size = mask.Height * mask.Width;
        var values = new float[checked(count * size)];
        for (var i = 0; i < count; i++)
        {
            var at = (round > 0 ? i % round : i) % mask.Batch;
            mask.Values.Slice(at * size, size).CopyTo(values.AsSpan(i * size));
        }

        return Mask.Own(count, mask.Height, mask.Width, values);
    }

    /// <summary>Places in a larger batch: those that it has, else from nought on.</summary>
    public static ImmutableArray<int> Places(Latent latent) => latent.BatchIndex.IsEmpty ? [.. Enumerable.Range(0, latent.Shape.Batch)] : latent.BatchIndex;

    /// <summary>The pictures alone.</summary>
    public static Latent Taken(Latent latent, int start, int count)
        => Latent.Own(latent.Shape with { Batch = count }, latent.Values.Slice(start * latent.Shape.Picture, count * latent.Shape.Picture).ToArray());

    /// <summary>The masks of some pictures of a batch; one mask is everybody's.</summary>
    public static Mask? MaskOf(Mask? mask, int batch, int start, int count)
    {
        if (mask is null or { Batch: 1 })
        {
            return mask;
        }

        var (all, size) = (mask.Batch < batch ? Cycled(mask, batch) : mask, mask.Height * mask.Width);
        return Mask.Own(count, mask.Height, mask.Width, all.Values.Slice(start * size, count * size).ToArray());
    }
}
