using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Numerics;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>The colours that a picture mostly has.</summary>
public static class ImagePaletteNode
{
    private const int SampleSide = 96;

    /// <summary>Finds the dominant colours of a picture, by k-means in OKLab. The same picture always gives the same colours.</summary>
    /// <returns>colors: The colours as #rrggbb, most frequent first; fewer than asked for where the picture has fewer; swatch: The colours side by side; shares: The part of the picture that each stands for, from 0 to 1.</returns>
    /// <param name="image">The picture; of a batch, all pictures together.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="count">How many colours.</param>
    /// <param name="swatchWidth">Width of the swatch in pixels.</param>
    /// <param name="swatchHeight">Height of the swatch in pixels.</param>
    [Node("ImagePalette", Title = "Image palette", Category = "image/color", Search = "dominant colors,kmeans,swatch,color scheme", Repeatability = Repeatability.SameMachine)]
    public static (IReadOnlyList<string> Colors, Image Swatch, IReadOnlyList<double> Shares) Find(
        Image image, CancellationToken cancellation, [Range(1, 32)] int count = 6, [Range(32, 4096)] int swatchWidth = 512, [Range(8, 4096)] int swatchHeight = 96)
    {
        var clusters = Clusters.Find(Samples(image, cancellation), count, cancellation);
        var colours = clusters.Select(cluster => OkLab.ToRgb(cluster.Centre)).ToArray();
        return ([.. colours.Select(Text)], Swatch(colours, swatchWidth, swatchHeight), [.. clusters.Select(cluster => cluster.Share)]);
    }

    private static Vector3[] Samples(Image image, CancellationToken cancellation)
    {
        var (width, height) = (Math.Min(image.Width, SampleSide), Math.Min(image.Height, SampleSide));
        var step = Math.Max(1, image.Batch / 16);
        var samples = new List<Vector3>();
        for (var i = 0; i < image.Batch; i += step)
        {
            var small = ImageScaling.Resize(Canvas.From(image, i).ToImage(), width, height, ScalingKernel.Area, cancellation: cancellation).Pixels;
            for (var k = 0; k < small.Length; k += 3)
            {
                samples.Add(OkLab.Of(new(small[k], small[k + 1], small[k + 2])));
            }
        }

        return [.. samples];
    }

    private static string Text(Vector3 rgb) => string.Create(CultureInfo.InvariantCulture, $"#{Level(rgb.X):x2}{Level(rgb.Y):x2}{Level(rgb.Z):x2}");

    private static int Level(float value) => (int)MathF.Round(value * 255);

    private static Image Swatch(Vector3[] colours, int width, int height) => Image.Create(1, height, width, 3, pixels =>
    {
        for (var i = 0; i < width * height; i++)
        {
            colours[i % width * colours.Length / width].CopyTo(pixels, 3 * i);
        }
    });
}
