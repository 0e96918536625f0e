using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Loading a mask from a picture file.</summary>
public static class LoadImageMaskNode
{
    /// <summary>Loads one channel of a picture file as a mask; an animation becomes a batch.</summary>
    /// <param name="image">The picture file.</param>
    /// <param name="cancellation">Stops the decoding.</param>
    /// <param name="channel">Which one. alpha gives what is transparent: 1 where nothing is seen, and an empty mask of 64×64 where the file has no transparency.</param>
    /// <returns>The mask.</returns>
    [Node("LoadImageMask", Title = "Load image as mask", Category = "image/mask", Search = "import mask,alpha mask,channel mask")]
    public static Mask Load(
        [FileFrom("input", Extensions = LoadImageNode.Extensions)] FileReference image,
        CancellationToken cancellation,
        [Choices("alpha", "red", "green", "blue")] string channel = "alpha")
    {
        var (colours, transparent) = LoadImageNode.Load(image, cancellation);
        return channel == "alpha" ? transparent : MaskConversionNodes.Channel(colours, channel switch { "red" => 0, "green" => 1, _ => 2 });
    }
}
