using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Byte forms of what several values hold: arrays of numbers with their sides.</summary>
internal static class Forms
{
    /// <summary>More frames, rows or columns than any picture has.</summary>
    public const int MostSides = 1 << 24;

    private const int MostValues = 1 << 28;

    public static void Mask(this ValueWriter writer, Mask mask)
    {
        Sides(writer, mask.Batch, mask.Height, mask.Width);
        writer.Floats(mask.Values);
    }

    public static Mask Mask(this ValueReader reader)
    {
        var (batch, height, width) = Sides(reader, MostValues);
        return Sdk.Mask.Own(batch, height, width, reader.Floats(batch * height * width));
    }

    public static void Embedding(this ValueWriter writer, Embedding embedding)
    {
        Sides(writer, embedding.Batch, embedding.Tokens, embedding.Width);
        writer.Floats(embedding.Values);
    }

    public static Embedding Embedding(this ValueReader reader)
    {
        var (batch, tokens, width) = Sides(reader, Diffusion.Embedding.MaxValues);
        return Diffusion.Embedding.Own(batch, tokens, width, reader.Floats(batch * tokens * width));
    }

    public static void Latent(this ValueWriter writer, Latent latent)
    {
        writer.Int32(latent.Shape.Batch);
        Sides(writer, latent.Shape.Channels, latent.Shape.Height, latent.Shape.Width);
        writer.Floats(latent.Values);
        writer.Optional(latent.NoiseMask, writer.Mask);
        writer.List(latent.BatchIndex, writer.Int32);
    }

    public static Latent Latent(this ValueReader reader)
    {
        var batch = reader.Int32(1, MostSides);
        var (channels, height, width) = Sides(reader, Diffusion.Latent.MaxValues / batch);
        var shape = new LatentShape(batch, channels, height, width);
        var latent = Diffusion.Latent.Own(shape, reader.Floats(shape.Count)).WithNoiseMask(reader.Optional(reader.Mask));
        var places = reader.List(batch, () => reader.Int32());
        return places.Length == 0 || places.Length == batch ? latent.WithBatchIndex(places) : throw reader.Damaged($"{batch} pictures have {places.Length} places");
    }

    public static void Int32s(this ValueWriter writer, ImmutableArray<int> values) => writer.List(values, writer.Int32);

    /// <summary>Some numbers, each from 1 on.</summary>
    public static ImmutableArray<int> Int32s(this ValueReader reader, int most = 64, int highest = 1 << 20) => reader.List(most, () => reader.Int32(1, highest));

    private static void Sides(ValueWriter writer, int first, int second, int third)
    {
        writer.Int32(first);
        writer.Int32(second);
        writer.Int32(third);
    }

    private static (int First, int Second, int Third) Sides(ValueReader reader, long most)
    {
        var (first, second, third) = (reader.Int32(1, MostSides), reader.Int32(1, MostSides), reader.Int32(1, MostSides));
        return (decimal)first * second * third <= most ? (first, second, third) : throw reader.Damaged($"[{first}, {second}, {third}] are more values than there may be");
    }
}
