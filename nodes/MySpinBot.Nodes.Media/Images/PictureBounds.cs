using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>What one image may hold, and what that needs; asked before anything is allocated.</summary>
internal static class PictureBounds
{
    /// <summary>Refuses pictures that have no pixel, or together more values than an image may hold.</summary>
    /// <exception cref="NodeFailure">They are too small or too large.</exception>
    internal static void Check(long batch, long width, long height, int channels, string? input = null)
    {
        if (width < 1 || height < 1)
        {
            throw new NodeFailure($"The picture would have {width}×{height} pixels; each side needs at least one. Ask for a larger size.") { Input = input };
        }

        if ((decimal)batch * width * height * channels > Image.MaxValues)
        {
            throw new NodeFailure($"{batch} picture(s) of {width}×{height} pixels are more than one image may hold ({Image.MaxValues} values); ask for fewer or smaller ones.") { Input = input };
        }
    }

    /// <summary>The bytes of pictures of this size.</summary>
    internal static MemoryNeed Need(double batch, double width, double height, double channels)
        => new(DeviceId.Cpu, (long)Math.Min(Math.Max(0, batch * width * height * channels), Image.MaxValues) * sizeof(float));

    /// <summary>The bytes of another image of the same size.</summary>
    internal static MemoryNeed Need(Image? image, double times = 1) => image is null ? MemoryNeed.None : Need(image.Batch * times, image.Width, image.Height, image.Channels);
}
