using System.Buffers.Binary;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>Pictures: four sizes, then the values.</summary>
internal sealed class ImageCodec() : ValueCodec("image-1")
{
    public override void Encode(object? value, Stream output)
    {
        var image = (Image)value!;
        Sizes.Write(output, [image.Batch, image.Height, image.Width, image.Channels]);
        FloatBlock.Write(image.Pixels, output);
    }

    public override object? Decode(Stream input, long length)
    {
        var size = Sizes.Read(input, 4);
        return Image.Own(size[0], size[1], size[2], size[3], FloatBlock.Read(input, Sizes.Product(size), length - 16));
    }

    public override long SizeOf(object? value, long encoded) => (((Image)value!).Memory.Length * 4L) + 64;
}

/// <summary>Masks: three sizes, then the values.</summary>
internal sealed class MaskCodec() : ValueCodec("mask-1")
{
    public override void Encode(object? value, Stream output)
    {
        var mask = (Mask)value!;
        Sizes.Write(output, [mask.Batch, mask.Height, mask.Width]);
        FloatBlock.Write(mask.Values, output);
    }

    public override object? Decode(Stream input, long length)
    {
        var size = Sizes.Read(input, 3);
        return Mask.Own(size[0], size[1], size[2], FloatBlock.Read(input, Sizes.Product(size), length - 12));
    }

    public override long SizeOf(object? value, long encoded) => (((Mask)value!).Values.Length * 4L) + 64;
}

/// <summary>Sound: clips, channels, samples and rate, then the values.</summary>
internal sealed class AudioCodec() : ValueCodec("audio-1")
{
    public override void Encode(object? value, Stream output)
    {
        var audio = (Audio)value!;
        Sizes.Write(output, [audio.Batch, audio.Channels, audio.SampleCount, audio.SampleRate]);
        FloatBlock.WriteFloats(audio.Samples, output);
    }

    public override object? Decode(Stream input, long length)
    {
        var size = Sizes.Read(input, 4);
        return Audio.Own(size[0], size[1], size[3], FloatBlock.Read(input, Sizes.Product(size.AsSpan(0, 3)), length - 16));
    }
}

/// <summary>Sizes before values, 4 bytes each, little-endian.</summary>
internal static class Sizes
{
    public static void Write(Stream output, ReadOnlySpan<int> sizes)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        foreach (var size in sizes)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, size);
            output.Write(bytes);
        }
    }

    public static int[] Read(Stream input, int count)
    {
        var sizes = new int[count];
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        foreach (ref var size in sizes.AsSpan())
        {
            input.ReadExactly(bytes);
            size = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        }

        return sizes;
    }

    public static long Product(ReadOnlySpan<int> sizes)
    {
        long product = 1;
        foreach (var size in sizes)
        {
            product = checked(product * size);
        }

        return product;
    }
}
