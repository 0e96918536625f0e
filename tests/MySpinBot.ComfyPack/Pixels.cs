namespace MySpinBot.ComfyPack;

/// <summary>Arithmetic on pictures, value by value.</summary>
internal static class Pixels
{
    public const int Side = 512;

    /// <summary>One picture of the usual size, all of one value.</summary>
    public static Image Even(double value) => Even(1, Side, Side, (float)value);

    public static Image Even(int batch, int height, int width, float value) => Image.Create(batch, height, width, 3, pixels => Array.Fill(pixels, value));

    public static Image Scaled(Image image, double factor) => Map(image, value => value * (float)factor);

    public static Image Inverted(Image image) => Map(image, value => 1 - value);

    public static Image Product(Image one, Image other)
    {
        DemandSameShape(one, other);
        return Image.Create(one.Batch, one.Height, one.Width, one.Channels, pixels =>
        {
            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i] = one.Pixels[i] * other.Pixels[i];
            }
        });
    }

    public static Image Mean(IReadOnlyList<Image> images)
    {
        foreach (var image in images)
        {
            DemandSameShape(images[0], image);
        }

        return Image.Create(images[0].Batch, images[0].Height, images[0].Width, images[0].Channels, pixels =>
        {
            Array.Clear(pixels);
            foreach (var image in images)
            {
                for (var i = 0; i < pixels.Length; i++)
                {
                    pixels[i] += image.Pixels[i];
                }
            }

            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i] /= images.Count;
            }
        });
    }

    /// <summary>The first picture where the mask is 0, the second where it is 1.</summary>
    public static Image Mixed(Image one, Image other, Mask mask)
    {
        DemandSameShape(one, other);
        if ((mask.Height, mask.Width) != (one.Height, one.Width) || (mask.Batch != 1 && mask.Batch != one.Batch))
        {
            throw new NodeFailure($"The mask is {mask.Batch} × {mask.Height} × {mask.Width} and the pictures are {one.Batch} × {one.Height} × {one.Width}; give a mask of their size.") { Input = "mask" };
        }

        return Image.Create(one.Batch, one.Height, one.Width, one.Channels, pixels =>
        {
            for (var i = 0; i < pixels.Length; i++)
            {
                var share = mask.Values[i / one.Channels % mask.Values.Length];
                pixels[i] = (one.Pixels[i] * (1 - share)) + (other.Pixels[i] * share);
            }
        });
    }

    private static Image Map(Image image, Func<float, float> change)
        => Image.Create(image.Batch, image.Height, image.Width, image.Channels, pixels =>
        {
            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i] = change(image.Pixels[i]);
            }
        });

    private static void DemandSameShape(Image one, Image other)
    {
        if ((one.Batch, one.Height, one.Width, one.Channels) != (other.Batch, other.Height, other.Width, other.Channels))
        {
            throw new NodeFailure($"Pictures of {one.Batch} × {one.Height} × {one.Width} and {other.Batch} × {other.Height} × {other.Width} do not go together; give two of one size.");
        }
    }
}
