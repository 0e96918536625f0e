using System.Numerics;

namespace MySpinBot.Nodes.Media;

/// <summary>OKLab (Björn Ottosson, 2020): a space in which distances are about as large as they look.</summary>
internal static class OkLab
{
    /// <summary>From sRGB.</summary>
    public static Vector3 Of(Vector3 rgb)
    {
        var linear = new Vector3(Linear(rgb.X), Linear(rgb.Y), Linear(rgb.Z));
        var lms = new Vector3(
            MathF.Cbrt(Vector3.Dot(linear, new(0.4122214708f, 0.5363325363f, 0.0514459929f))),
            MathF.Cbrt(Vector3.Dot(linear, new(0.2119034982f, 0.6806995451f, 0.1073969566f))),
            MathF.Cbrt(Vector3.Dot(linear, new(0.0883024619f, 0.2817188376f, 0.6299787005f))));
        return new(
            Vector3.Dot(lms, new(0.2104542553f, 0.7936177850f, -0.0040720468f)),
            Vector3.Dot(lms, new(1.9779984951f, -2.4285922050f, 0.4505937099f)),
            Vector3.Dot(lms, new(0.0259040371f, 0.7827717662f, -0.8086757660f)));
    }

    /// <summary>To sRGB, cut to 0..1.</summary>
    public static Vector3 ToRgb(Vector3 lab)
    {
        var lms = new Vector3(
            Vector3.Dot(lab, new(1, 0.3963377774f, 0.2158037573f)), Vector3.Dot(lab, new(1, -0.1055613458f, -0.0638541728f)), Vector3.Dot(lab, new(1, -0.0894841775f, -1.2914855480f)));
        lms = lms * lms * lms;
        return new(
            Encoded(Vector3.Dot(lms, new(4.0767416621f, -3.3077115913f, 0.2309699292f))),
            Encoded(Vector3.Dot(lms, new(-1.2684380046f, 2.6097574011f, -0.3413193965f))),
            Encoded(Vector3.Dot(lms, new(-0.0041960863f, -0.7034186147f, 1.7076147010f))));
    }

    private static float Linear(float v) => v <= 0.04045f ? v / 12.92f : MathF.Pow((v + 0.055f) / 1.055f, 2.4f);

    private static float Encoded(float v) => Math.Clamp(v <= 0.0031308f ? v * 12.92f : (1.055f * MathF.Pow(v, 1 / 2.4f)) - 0.055f, 0, 1);
}
