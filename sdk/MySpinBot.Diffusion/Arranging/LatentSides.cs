using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Along which side latents are cut or put together.</summary>
internal enum LatentSide
{
    /// <summary>Columns.</summary>
    Width,

    /// <summary>Rows.</summary>
    Height,

    /// <summary>Pictures; the frames of a video.</summary>
    Time,
}

/// <summary>Latents cut and put together along a side.</summary>
internal static class LatentSides
{
    /// <summary>One behind the other. Along rows and columns the second has as many pictures as the first.</summary>
    /// <exception cref="NodeFailure">Their other sides differ.</exception>
    public static Latent Concatenated(Latent first, Latent second, LatentSide side)
    {
        var (a, b) = (first.Shape, second.Shape);
        var fits = a.Channels == b.Channels && (side == LatentSide.Width || a.Width == b.Width) && (side == LatentSide.Height || a.Height == b.Height);
        if (!fits)
        {
            throw new NodeFailure($"Latents of {a} and {b} cannot be put together along this side; all other sides have to be the same.") { Input = "samples2" };
        }

        if (side == LatentSide.Time)
        {
            return Latent.Own(LatentRoom.Checked((long)a.Batch + b.Batch, a.Channels, a.Height, a.Width, "samples2"), [.. first.Values, .. second.Values]);
        }

        var other = LatentBatches.Cycled(second, a.Batch);
        var shape = side == LatentSide.Width ? LatentRoom.Checked(a.Batch, a.Channels, a.Height, (long)a.Width + b.Width, "samples2") : LatentRoom.Checked(a.Batch, a.Channels, (long)a.Height + b.Height, a.Width, "samples2");

        // Whole rows of one and the other where they stand beside each other, else whole planes.
        var (one, two) = side == LatentSide.Width ? (a.Width, b.Width) : (a.Height * a.Width, b.Height * b.Width);
        var values = new float[shape.Count];
        for (var i = 0; i < values.Length / (one + two); i++)
        {
            first.Values.Slice(i * one, one).CopyTo(values.AsSpan(i * (one + two)));
            other.Values.Slice(i * two, two).CopyTo(values.AsSpan((i * (one + two)) + one));
        }

        return first.WithValues(shape, values);
    }

    /// <summary>A piece.</summary>
    /// <param name="latent">The latents.</param>
    /// <param name="side">Along which side.</param>
    /// <param name="index">Where it begins; counted from the end where it is negative. Kept within the latents.</param>
    /// <param name="amount">How long it is; less where the latents end.</param>
    public static Latent Cut(Latent latent, LatentSide side, int index, int amount)
    {
        var shape = latent.Shape;
        var length = side switch { LatentSide.Width => shape.Width, LatentSide.Height => shape.Height, _ => shape.Batch };
        var start = index >= 0 ? Math.Min(index, length - 1) : Math.Max(index, -length) + length;
        var count = Math.Min(length - start, amount);
        return side switch
        {
            LatentSide.Width => LatentScaling.Part(latent, start, 0, count, shape.Height),
            LatentSide.Height => LatentScaling.Part(latent, 0, start, shape.Width, count),
            _ => LatentBatches.Part(latent, start, count),
        };
    }
}
