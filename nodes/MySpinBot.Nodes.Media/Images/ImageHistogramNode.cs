using System.Text.Json;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>How often each of the 256 levels occurs in a picture.</summary>
/// <param name="Rgb">The mean of red, green and blue.</param>
/// <param name="Luminance">Brightness after BT.709.</param>
/// <param name="Red">Red.</param>
/// <param name="Green">Green.</param>
/// <param name="Blue">Blue.</param>
public sealed record Histograms(
    [Output(Type = "HISTOGRAM")] JsonElement Rgb,
    [Output(Type = "HISTOGRAM")] JsonElement Luminance,
    [Output(Type = "HISTOGRAM")] JsonElement Red,
    [Output(Type = "HISTOGRAM")] JsonElement Green,
    [Output(Type = "HISTOGRAM")] JsonElement Blue);

/// <summary>Counting levels.</summary>
public static class ImageHistogramNode
{
    /// <summary>Counts how often each level occurs in the first picture of a batch: lists of 256 numbers, dark to light.</summary>
    /// <param name="image">The pictures.</param>
    [Node("ImageHistogram", Title = "Image histogram", Category = "image", Search = "levels,exposure,distribution")]
    public static Histograms Count(Image image)
    {
        var (red, green, blue, luminance) = (new int[256], new int[256], new int[256], new int[256]);
        var picture = image.Picture(0);
        var next = image.Channels > 2 ? 1 : 0;
        for (var at = 0; at < picture.Length; at += image.Channels)
        {
            var (r, g, b) = (picture[at], picture[at + next], picture[at + (2 * next)]);
            red[Levels.ToByte(r)]++;
            green[Levels.ToByte(g)]++;
            blue[Levels.ToByte(b)]++;
            luminance[Levels.ToByte((0.2126f * r) + (0.7152f * g) + (0.0722f * b))]++;
        }

        return new(Json(red.Select((count, level) => (count + green[level] + blue[level]) / 3)), Json(luminance), Json(red), Json(green), Json(blue));
    }

    private static JsonElement Json(IEnumerable<int> counts) => JsonSerializer.SerializeToElement(counts);
}
