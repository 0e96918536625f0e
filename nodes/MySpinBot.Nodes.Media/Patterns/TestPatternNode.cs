using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Pictures to try things on.</summary>
public static class TestPatternNode
{
    /// <summary>Draws a picture to try other nodes on: a landscape, or a pattern whose values are known.</summary>
    /// <remarks>colour-chart has the sRGB values commonly given for the 24 patches of a ColorChecker. smpte-bars are those of SMPTE EG 1 in full-range RGB: 75 %, black at 7.5 %.
    /// ramps run from 0 to 1 exactly, first column to last. The zone plate is 0.5 + 0.5 cos(π r² / s), s the longer side: its rings grow finer outwards, to half a cycle a pixel at the ends of that side.</remarks>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="kind">scenery: hills, water and sky; the others are patterns.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="seed">Chooses the scenery; the patterns are always the same.</param>
    /// <returns>The picture.</returns>
    [Node("TestPattern", Title = "Test pattern", Category = "image/draw", Search = "sample,placeholder,landscape,color bars,colour chart,smpte,checkerboard,gradient,zone plate,demo image",
        Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static Image Draw(
        CancellationToken cancellation,
        [Choices("scenery", "smpte-bars", "colour-chart", "ramps", "checkerboard", "zone-plate")] string kind = "scenery",
        [Range(16, 4096)] int width = 640,
        [Range(16, 4096)] int height = 360,
        [Range(0, long.MaxValue)] [Input(Seed = true)] long seed = 0)
    {
        Pattern pattern = kind switch
        {
            "smpte-bars" => ColourBars.At,
            "colour-chart" => ColourChart.At,
            "ramps" => Ramps.At,
            "checkerboard" => Regular.Checkerboard,
            "zone-plate" => Regular.ZonePlate,
            _ => new Scenery(width, height, seed).At,
        };
        return Image.Create(1, height, width, 3, pixels =>
        {
            for (var (y, to) = (0, 0); y < height; y++)
            {
                cancellation.ThrowIfCancellationRequested();
                for (var x = 0; x < width; x++, to += 3)
                {
                    pattern(x, y, width, height).CopyTo(pixels, to);
                }
            }
        });
    }

    /// <summary>The picture itself.</summary>
    public static MemoryNeed Need(int width, int height) => new(DeviceId.Cpu, (long)width * height * 3 * sizeof(float));
}
