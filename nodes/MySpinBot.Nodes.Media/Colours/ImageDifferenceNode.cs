using System.ComponentModel.DataAnnotations;
using System.Numerics;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>How far pictures are apart.</summary>
public static class ImageDifferenceNode
{
    private static readonly Vector3[] Heat = [new(0, 0, 0.05f), new(0.27f, 0.05f, 0.45f), new(0.75f, 0.15f, 0.35f), new(0.98f, 0.55f, 0.1f), new(1, 1, 0.75f)];

    /// <summary>Subtracts two pictures, shows where they differ, and measures how much.</summary>
    /// <remarks>The numbers are over the three colours of all pictures, before the difference is amplified. PSNR is 20 log10(1 / √(mean of squares)), infinite where nothing differs.</remarks>
    /// <returns>image: The difference; mean: Mean of the absolute difference, from 0 to 1; max: The largest, from 0 to 1; psnr: Peak signal-to-noise ratio in decibels.</returns>
    /// <param name="image1">Pictures.</param>
    /// <param name="image2">Pictures of the same size; the shorter batch begins again.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="mode">absolute: the difference of each colour; heat map: the largest of the three, from black over red to pale yellow.</param>
    /// <param name="amplify">The difference that is shown is multiplied by this.</param>
    [Node("ImageDifference", Title = "Image difference", Category = "image/color", Search = "compare,diff,subtract,psnr,heatmap,quality", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static (Image Image, double Mean, double Max, double Psnr) Compare(
        Image image1, Image image2, CancellationToken cancellation, [Choices("absolute", "heat map")] string mode = "absolute", [Range(1.0, 255.0)] double amplify = 1)
    {
        if ((image1.Width, image1.Height) != (image2.Width, image2.Height))
        {
            throw new NodeFailure($"The pictures have {image1.Width}×{image1.Height} and {image2.Width}×{image2.Height} pixels; scale one of them to the other's size first.") { Input = "image2" };
        }

        var (sum, squares, max) = (0.0, 0.0, 0f);
        var (batch, size, strength) = (Math.Max(image1.Batch, image2.Batch), image1.Width * image1.Height, (float)amplify);
        var shown = Image.Create(batch, image1.Height, image1.Width, 3, pixels =>
        {
            for (var i = 0; i < batch; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var one = image1.Picture(i % image1.Batch);
                var other = image2.Picture(i % image2.Batch);
                for (var k = 0; k < size; k++)
                {
                    var d = Vector3.Abs(Rgb(one, k, image1.Channels) - Rgb(other, k, image2.Channels));
                    var largest = Math.Max(d.X, Math.Max(d.Y, d.Z));
                    sum += d.X + d.Y + d.Z;
                    squares += Vector3.Dot(d, d);
                    max = Math.Max(max, largest);
                    Vector3.Min(mode == "absolute" ? d * strength : Hot(largest * strength), Vector3.One).CopyTo(pixels, ((i * size) + k) * 3);
                }
            }
        });
        var count = 3.0 * size * batch;
        return (shown, sum / count, max, squares == 0 ? double.PositiveInfinity : -10 * Math.Log10(squares / count));
    }

    /// <summary>The difference.</summary>
    public static MemoryNeed Need(Image? image1, Image? image2) => image1 is null ? MemoryNeed.None
        : new(DeviceId.Cpu, 3L * image1.Width * image1.Height * Math.Max(image1.Batch, image2?.Batch ?? 1) * sizeof(float));

    private static Vector3 Rgb(ReadOnlySpan<float> picture, int pixel, int channels)
        => channels == 1 ? new(picture[pixel]) : new(picture[pixel * channels], picture[(pixel * channels) + 1], picture[(pixel * channels) + 2]);

    private static Vector3 Hot(float value)
    {
        var place = Math.Clamp(value, 0, 1) * (Heat.Length - 1);
        var step = Math.Min(Heat.Length - 2, (int)place);
        return Vector3.Lerp(Heat[step], Heat[step + 1], place - step);
    }
}
