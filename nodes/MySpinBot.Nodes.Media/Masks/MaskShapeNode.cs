using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>What is drawn into a mask.</summary>
public enum MaskShapeKind
{
    /// <summary>A rectangle; its corners may be rounded.</summary>
    [Choice("rectangle")]
    Rectangle,

    /// <summary>An ellipse, or a circle.</summary>
    [Choice("ellipse")]
    Ellipse,

    /// <summary>From 0 at the left side to 1 at the right side, and on to the edges of the mask.</summary>
    [Choice("linear gradient")]
    LinearGradient,

    /// <summary>From 1 in the middle to 0 at an ellipse.</summary>
    [Choice("radial gradient")]
    RadialGradient,
}

/// <summary>A mask that is drawn.</summary>
public static class MaskShapeNode
{
    /// <summary>Draws a mask: a rectangle, an ellipse or a gradient, turned if wanted. Edges are smooth.</summary>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="shape">What is drawn.</param>
    /// <param name="width">Width of the mask, in pixels.</param>
    /// <param name="height">Height of the mask, in pixels.</param>
    /// <param name="x">Left edge of the shape, in pixels; may lie outside.</param>
    /// <param name="y">Top edge of the shape, in pixels; may lie outside.</param>
    /// <param name="shapeWidth">Width of the shape, in pixels; 0: that of the mask.</param>
    /// <param name="shapeHeight">Height of the shape, in pixels; 0: that of the mask.</param>
    /// <param name="angle">How far the shape is turned clockwise about its middle, in degrees.</param>
    /// <param name="feather">Over how many pixels its edge fades, half of them outside. Gradients have no edge.</param>
    /// <param name="cornerRadius">Radius of a rectangle's corners, in pixels.</param>
    /// <returns>The mask.</returns>
    [Node("MaskShape", Title = "Draw mask", Category = "image/mask", Search = "rectangle,ellipse,circle,rounded,gradient,linear,radial,shape mask", Need = nameof(Need))]
    public static Mask Draw(
        CancellationToken cancellation,
        MaskShapeKind shape = MaskShapeKind.Ellipse,
        [Range(1, 16384)] int width = 512,
        [Range(1, 16384)] int height = 512,
        [Range(-16384, 16384)] int x = 0,
        [Range(-16384, 16384)] int y = 0,
        [Range(0, 16384)] int shapeWidth = 0,
        [Range(0, 16384)] int shapeHeight = 0,
        [Range(-360.0, 360.0)] [Input(Step = 1)] double angle = 0,
        [Range(0.0, 4096.0)] [Input(Step = 1)] double feather = 0,
        [Range(0.0, 8192.0)] [Input(Step = 1)] double cornerRadius = 0)
    {
        var outline = new ShapeOutline(shape, (shapeWidth == 0 ? width : shapeWidth) / 2.0, (shapeHeight == 0 ? height : shapeHeight) / 2.0, feather, cornerRadius);
        // Right angles are exact, so that what was a straight edge is one again.
        var (sine, cosine) = angle % 90 == 0 ? RightAngle((int)(angle / 90)) : Math.SinCos(angle * Math.PI / 180);
        var values = GC.AllocateUninitializedArray<float>(width * height);
        for (var row = 0; row < height; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            var line = values.AsSpan(row * width, width);
            var down = row + 0.5 - (y + outline.HalfHeight);
            for (var column = 0; column < width; column++)
            {
                var right = column + 0.5 - (x + outline.HalfWidth);
                line[column] = (float)outline.Value((right * cosine) + (down * sine), (down * cosine) - (right * sine));
            }
        }

        return Mask.Own(1, height, width, values);
    }

    /// <summary>The mask itself.</summary>
    public static MemoryNeed Need(int width, int height) => new(DeviceId.Cpu, (long)width * height * sizeof(float));

    private static (double Sine, double Cosine) RightAngle(int quarters) => (quarters & 3) switch
    {
        0 => (0, 1),
        1 => (1, 0),
        2 => (0, -1),
        _ => (-1, 0),
    };
}
