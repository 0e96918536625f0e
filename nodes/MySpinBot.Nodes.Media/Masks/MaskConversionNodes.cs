using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Masks out of pictures and pictures out of masks.</summary>
public static class MaskConversionNodes
{
    /// <summary>Shows a mask as a grey picture: 1 is white.</summary>
    /// <param name="mask">The masks.</param>
    /// <returns>Grey pictures with three channels.</returns>
    [Node("MaskToImage", Title = "Mask to image", Category = "image/mask", Search = "convert mask,mask to rgb", Need = nameof(PictureNeed))]
    public static Image ToImage(Mask mask)
    {
        TooLarge(mask);
        return Image.Create(mask.Batch, mask.Height, mask.Width, 3, pixels =>
        {
            var values = mask.Values;
            for (int i = 0, to = 0; i < values.Length; i++, to += 3)
            {
                (pixels[to], pixels[to + 1], pixels[to + 2]) = (values[i], values[i], values[i]);
            }
        });
    }

    /// <summary>Takes one channel of a picture as a mask.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="channel">Which one. Only pictures with four channels have an alpha.</param>
    /// <returns>The channel's values.</returns>
    [Node("ImageToMask", Title = "Image to mask", Category = "image/mask", Search = "extract channel,channel to mask", Need = nameof(MaskNeed))]
    public static Mask ToMask(Image image, [Choices("red", "green", "blue", "alpha")] string channel = "red")
    {
        var index = channel switch { "red" => 0, "green" => 1, "blue" => 2, _ => 3 };
        if (index >= image.Channels)
        {
            throw new NodeFailure($"The picture has {image.Channels} channel(s) and no {channel} one; choose {(image.Channels == 1 ? "red" : "red, green or blue")}"
                + (channel == "alpha" ? ", or take the mask of LoadImage." : ".")) { Input = "channel" };
        }

        return Channel(image, index);
    }

    /// <summary>Finds the pixels that have exactly one colour, to 8 bits a channel. For similar colours there is MaskFromColor.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="color">The colour as a number: 65536 × red + 256 × green + blue, each from 0 to 255.</param>
    /// <returns>1 where the picture has the colour, 0 elsewhere.</returns>
    [Node("ImageColorToMask", Title = "Image colour to mask", Category = "image/mask", Search = "color keying,chroma key,select color", Need = nameof(MaskNeed))]
    public static Mask OfColour(Image image, [Range(0, 0xFFFFFF)] int color = 0)
    {
        var channels = Coloured(image);
        var pixels = image.Pixels;
        var values = GC.AllocateUninitializedArray<float>(pixels.Length / channels);
        for (int i = 0, from = 0; i < values.Length; i++, from += channels)
        {
            values[i] = (Level(pixels[from]) << 16) + (Level(pixels[from + 1]) << 8) + Level(pixels[from + 2]) == color ? 1f : 0f;
        }

        return Mask.Own(image.Batch, image.Height, image.Width, values);
    }

    /// <summary>The picture.</summary>
    public static MemoryNeed PictureNeed(Mask? mask) => MaskPictures.Copies(mask, 3);

    /// <summary>The mask.</summary>
    public static MemoryNeed MaskNeed(Image? image) => image is null ? MemoryNeed.None : new(DeviceId.Cpu, (long)image.Pixels.Length / image.Channels * sizeof(float));

    /// <summary>The picture's channels, at least three of them.</summary>
    internal static int Coloured(Image image) => image.Channels >= 3 ? image.Channels
        : throw new NodeFailure("The picture is grey, with one channel; a picture with red, green and blue is wanted.") { Input = "image" };

    internal static Mask Channel(Image image, int channel)
    {
        var pixels = image.Pixels;
        var values = GC.AllocateUninitializedArray<float>(pixels.Length / image.Channels);
        for (int i = 0, from = channel; i < values.Length; i++, from += image.Channels)
        {
            values[i] = pixels[from];
        }

        return Mask.Own(image.Batch, image.Height, image.Width, values);
    }

    private static int Level(float value) => (int)MathF.Round(Math.Clamp(value, 0f, 1f) * 255f);

    private static void TooLarge(Mask mask)
    {
        if (mask.Values.Length > Image.MaxValues / 3)
        {
            throw new NodeFailure($"{mask.Batch} mask(s) of {mask.Width}×{mask.Height} pixels are more than one image may hold ({Image.MaxValues} values); take fewer or smaller ones.") { Input = "mask" };
        }
    }
}
