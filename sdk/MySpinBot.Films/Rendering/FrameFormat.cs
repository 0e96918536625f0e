namespace MySpinBot.Films;

/// <summary>How the pixels of a frame lie in memory.</summary>
public enum FrameFormat
{
    /// <summary>Packed red, green, blue, a byte each: [height, width, 3].</summary>
    Rgb24,

    /// <summary>Packed red, green, blue and straight alpha: [height, width, 4].</summary>
    Rgba,

    /// <summary>Planes of luma and of both chromas at half the size, rounded up: BT.709, limited range, chroma sited left.</summary>
    Yuv420,
}

/// <summary>What each format takes.</summary>
public static class FrameFormats
{
    /// <summary>Bytes of a frame.</summary>
    public static int Bytes(this FrameFormat format, int width, int height) => format switch
    {
        FrameFormat.Rgb24 => checked(width * height * 3),
        FrameFormat.Rgba => checked(width * height * 4),
        _ => checked((width * height) + (2 * ((width + 1) / 2) * ((height + 1) / 2))),
    };

    /// <summary>What ffmpeg calls it.</summary>
    public static string PixelFormat(this FrameFormat format) => format switch
    {
        FrameFormat.Rgb24 => "rgb24",
        FrameFormat.Rgba => "rgba",
        _ => "yuv420p",
    };
}
