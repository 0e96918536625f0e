using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A colour picture as three grey ones.</summary>
/// <param name="Y">Brightness.</param>
/// <param name="U">Blue less brightness; 0.5 where there is none.</param>
/// <param name="V">Red less brightness; 0.5 where there is none.</param>
public sealed record YuvPlanes([Output(Name = "Y")] Image Y, [Output(Name = "U")] Image U, [Output(Name = "V")] Image V);

/// <summary>Brightness apart from colour.</summary>
public static class ImageYuvNodes
{
    private const float Middle = 0.5f;

    /// <summary>Splits pictures into brightness and two differences of colour (BT.601, full range), each a grey picture.</summary>
    /// <param name="image">The pictures.</param>
    [Node("ImageRGBToYUV", Title = "RGB to YUV", Category = "image/channels", Search = "luma,chroma,ycbcr", Need = nameof(NeedPlanes))]
    public static YuvPlanes Split(Image image)
    {
        var given = image.WithChannels(3);
        var planes = new[] { new float[given.Pixels.Length], new float[given.Pixels.Length], new float[given.Pixels.Length] };
        for (var at = 0; at < given.Pixels.Length; at += 3)
        {
            var (red, green, blue) = (given.Pixels[at], given.Pixels[at + 1], given.Pixels[at + 2]);
            var luma = (0.299f * red) + (0.587f * green) + (0.114f * blue);
            planes[0].AsSpan(at, 3).Fill(luma);
            planes[1].AsSpan(at, 3).Fill(((blue - luma) * 0.564f) + Middle);
            planes[2].AsSpan(at, 3).Fill(((red - luma) * 0.713f) + Middle);
        }

        return new(Plane(planes[0]), Plane(planes[1]), Plane(planes[2]));

        Image Plane(float[] values) => Image.Own(given.Batch, given.Height, given.Width, 3, values);
    }

    /// <summary>Makes colour pictures out of brightness and two differences of colour (BT.601, full range).</summary>
    /// <param name="y">Brightness; the mean of the channels counts.</param>
    /// <param name="u">Blue less brightness, around 0.5.</param>
    /// <param name="v">Red less brightness, around 0.5.</param>
    /// <returns>The colour pictures.</returns>
    [Node("ImageYUVToRGB", Title = "YUV to RGB", Category = "image/channels", Search = "luma,chroma,ycbcr", Need = nameof(Need))]
    public static Image Join([Input(Name = "Y")] Image y, [Input(Name = "U")] Image u, [Input(Name = "V")] Image v)
    {
        Like(u, y, "U");
        Like(v, y, "V");
        PictureBounds.Check(y.Batch, y.Width, y.Height, 3);
        return Image.Create(y.Batch, y.Height, y.Width, 3, pixels =>
        {
            for (int at = 0, place = 0; at < pixels.Length; at += 3, place++)
            {
                var (luma, blue, red) = (Mean(y, place), Mean(u, place) - Middle, Mean(v, place) - Middle);
                pixels[at] = luma + (1.403f * red);
                pixels[at + 1] = luma - (0.714f * red) - (0.344f * blue);
                pixels[at + 2] = luma + (1.773f * blue);
            }
        });
    }

    /// <summary>Three grey pictures.</summary>
    public static MemoryNeed NeedPlanes(Image? image) => PictureBounds.Need(image, 3);

    /// <summary>The colour pictures.</summary>
    public static MemoryNeed Need(Image? y) => PictureBounds.Need(y);

    private static float Mean(Image image, int place)
    {
        var sum = 0f;
        foreach (var value in image.Pixels.Slice(place * image.Channels, image.Channels))
        {
            sum += value;
        }

        return sum / image.Channels;
    }

    private static void Like(Image image, Image y, string input)
    {
        if ((image.Batch, image.Width, image.Height) != (y.Batch, y.Width, y.Height))
        {
            throw new NodeFailure($"'{input}' has {image.Batch} picture(s) of {image.Width}×{image.Height}, 'Y' has {y.Batch} of {y.Width}×{y.Height}; the three must be alike.") { Input = input };
        }
    }
}
