using System.Runtime.InteropServices;
using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>The pictures of an image that go through a model, each with the place of its result: colours, and transparency as a grey picture.</summary>
internal static class UpscalePasses
{
    public static IReadOnlyList<(PlanarPicture Source, PlanarPicture Target)> Of(Image image, float[] result, int scale)
    {
        var passes = new List<(PlanarPicture, PlanarPicture)>();
        var (size, larger) = (image.Width * image.Height * image.Channels, image.Width * scale * image.Height * scale * image.Channels);
        for (var picture = 0; picture < image.Batch; picture++)
        {
            var (from, to) = (MemoryMarshal.AsMemory(image.Memory.Slice(picture * size, size)), result.AsMemory(picture * larger, larger));
            passes.Add((Colours(from, image.Width, image.Height, image.Channels), Colours(to, image.Width * scale, image.Height * scale, image.Channels)));
            if (image.Channels == 4 && !IsEven(from.Span, to.Span))
            {
                passes.Add((new ChannelPicture(from, image.Width, image.Height, 4, 3), new ChannelPicture(to, image.Width * scale, image.Height * scale, 4, 3)));
            }
        }

        return passes;
    }

    private static PlanarPicture Colours(Memory<float> pixels, int width, int height, int channels) => channels switch
    {
        1 => new ChannelPicture(pixels, width, height, 1, 0),
        4 => new ColoursOfFour(pixels, width, height),
        _ => new FloatPicture(pixels, width, height),
    };

    // Transparency that is the same everywhere is the same afterwards, exactly.
    private static bool IsEven(ReadOnlySpan<float> from, Span<float> to)
    {
        var alpha = from[3];
        for (var i = 3; i < from.Length; i += 4)
        {
            if (from[i] != alpha)
            {
                return false;
            }
        }

        for (var i = 3; i < to.Length; i += 4)
        {
            to[i] = alpha;
        }

        return true;
    }
}
