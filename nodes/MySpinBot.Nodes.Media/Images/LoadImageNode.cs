using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Loading a picture file.</summary>
public static class LoadImageNode
{
    /// <summary>Extensions of picture files that are read.</summary>
    internal const string Extensions = ".png,.apng,.jpg,.jpeg,.webp,.gif,.tif,.tiff,.avif,.bmp";

    // What ComfyUI gives for a picture without transparency, and other graphs rely on.
    private const int EmptyMaskSide = 64;

    /// <summary>Loads a picture; an animation becomes a batch.</summary>
    /// <param name="image">The picture file.</param>
    /// <param name="cancellation">Stops the decoding.</param>
    /// <returns>image: The colours; mask: What is transparent: 1 where nothing is seen. A picture without transparency has an empty mask of 64×64.</returns>
    [Node("LoadImage", Title = "Load image", Category = "image", Search = "open image,import picture")]
    public static (Image Image, Mask Mask) Load(
        [FileFrom("input", Extensions = Extensions)] FileReference image, CancellationToken cancellation)
    {
        var decoded = ImageCodec.Decode(image.Path, cancellation: cancellation);
        return (decoded.Image, decoded.Alpha is { } alpha ? Transparent(alpha) : Mask.Own(1, EmptyMaskSide, EmptyMaskSide, new float[EmptyMaskSide * EmptyMaskSide]));
    }

    private static Mask Transparent(Mask alpha)
    {
        var values = new float[alpha.Values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = 1f - alpha.Values[i];
        }

        return Mask.Own(alpha.Batch, alpha.Height, alpha.Width, values);
    }
}
