using System.ComponentModel.DataAnnotations;
using System.Numerics;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Changes to brightness and colour.</summary>
public static class ImageAdjustNodes
{
    /// <summary>Changes brightness, contrast, colours. Every default changes nothing.</summary>
    /// <remarks>In this order, on sRGB values v: temperature t: red · 2^(t/4), blue · 2^(−t/4); brightness b: v + b; contrast c: (v − 0.5) · c + 0.5; cut to 0..1;
    /// gamma g: v^(1/g); hue: turned about the grey axis at constant luma (SVG's hueRotate); saturation s: luma + (v − luma) · s with Rec. 709 weights; cut to 0..1. A fourth channel is left as it is.</remarks>
    /// <param name="image">The pictures.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="brightness">Added to every value.</param>
    /// <param name="contrast">Distance from middle grey is multiplied by this.</param>
    /// <param name="saturation">Distance from grey is multiplied by this; 0 is a grey picture.</param>
    /// <param name="hue">Turns the colours, in degrees.</param>
    /// <param name="gamma">Above 1 brightens the middle, below 1 darkens it.</param>
    /// <param name="temperature">Above 0 is warmer, below 0 colder.</param>
    /// <returns>The changed pictures.</returns>
    [Node("ImageAdjust", Title = "Adjust image", Category = "image/color", Search = "brightness,contrast,saturation,hue,gamma,temperature,color correct,grayscale", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static Image Adjust(
        Image image,
        CancellationToken cancellation,
        [Range(-1.0, 1.0)] [Input(Step = 0.01)] double brightness = 0,
        [Range(0.0, 4.0)] [Input(Step = 0.01)] double contrast = 1,
        [Range(0.0, 4.0)] [Input(Step = 0.01)] double saturation = 1,
        [Range(-180.0, 180.0)] [Input(Step = 1)] double hue = 0,
        [Range(0.1, 10.0)] [Input(Step = 0.01)] double gamma = 1,
        [Range(-1.0, 1.0)] [Input(Step = 0.01)] double temperature = 0)
    {
        var warm = MathF.Pow(2, (float)temperature / 4);
        var gain = new Vector3(warm, 1, 1 / warm) * (float)contrast;
        var lift = new Vector3((float)((brightness - 0.5) * contrast) + 0.5f);
        var power = (float)(1 / gamma);
        var turn = ColourMatrix.Hue((float)hue).Then(ColourMatrix.Saturation((float)saturation));
        return PixelMap.Apply(image, rgb =>
        {
            var v = Vector3.Clamp((rgb * gain) + lift, Vector3.Zero, Vector3.One);
            v = power == 1 ? v : new(MathF.Pow(v.X, power), MathF.Pow(v.Y, power), MathF.Pow(v.Z, power));
            return turn.Apply(v);
        }, cancellation);
    }

    /// <summary>Stretches the values between a black and a white point, with a gamma for the middle.</summary>
    /// <remarks>v becomes ((v − black) / (white − black)), cut to 0..1, to the power 1/gamma. A fourth channel is left as it is.</remarks>
    /// <param name="image">The pictures.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="blackPoint">This value and all below become 0.</param>
    /// <param name="whitePoint">This value and all above become 1.</param>
    /// <param name="gamma">Above 1 brightens the middle, below 1 darkens it.</param>
    /// <returns>The changed pictures.</returns>
    [Node("ImageLevels", Title = "Image levels", Category = "image/color", Search = "black point,white point,gamma,curves,tone,stretch", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static Image Stretch(
        Image image,
        CancellationToken cancellation,
        [Range(0.0, 1.0)] [Input(Step = 0.01)] double blackPoint = 0,
        [Range(0.0, 1.0)] [Input(Step = 0.01)] double whitePoint = 1,
        [Range(0.1, 10.0)] [Input(Step = 0.01)] double gamma = 1)
    {
        if (whitePoint <= blackPoint)
        {
            throw new NodeFailure(FormattableString.Invariant($"The white point {whitePoint} is not above the black point {blackPoint}; give a larger one.")) { Input = "white_point" };
        }

        var (black, scale, power) = (new Vector3((float)blackPoint), (float)(1 / (whitePoint - blackPoint)), (float)(1 / gamma));
        return PixelMap.Apply(image, rgb =>
        {
            var v = Vector3.Clamp((rgb - black) * scale, Vector3.Zero, Vector3.One);
            return power == 1 ? v : new(MathF.Pow(v.X, power), MathF.Pow(v.Y, power), MathF.Pow(v.Z, power));
        }, cancellation);
    }

    /// <summary>The changed pictures.</summary>
    public static MemoryNeed Need(Image? image) => image is null ? MemoryNeed.None : new(DeviceId.Cpu, (long)image.Pixels.Length * sizeof(float));
}
