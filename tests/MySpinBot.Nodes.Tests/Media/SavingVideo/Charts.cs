using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media.SavingVideo;

/// <summary>Pictures that show whether an encoder keeps what it is given.</summary>
internal static class Charts
{
    public const int Columns = 8;
    public const int Rows = 4;

    /// <summary>Primaries, greys, and the colours of skin, sky and leaves, as 8-bit levels.</summary>
    public static readonly byte[][] Colours =
    [
        [255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 0], [0, 255, 255], [255, 0, 255], [0, 0, 0], [255, 255, 255],
        [115, 82, 68], [194, 150, 130], [98, 122, 157], [87, 108, 67], [133, 128, 177], [103, 189, 170], [214, 126, 44], [80, 91, 166],
        [193, 90, 99], [94, 60, 108], [157, 188, 64], [224, 163, 46], [56, 61, 150], [70, 148, 73], [175, 54, 60], [231, 199, 31],
        [187, 86, 149], [8, 133, 161], [243, 243, 242], [200, 200, 200], [160, 160, 160], [122, 122, 121], [85, 85, 85], [52, 52, 52],
    ];

    /// <summary>The colours as fields side by side.</summary>
    public static Image Chart(int width = 160, int height = 96) => Image.Create(1, height, width, 3, pixels =>
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i / 3 % width, i / 3 / width);
            pixels[i] = Colours[(y * Rows / height * Columns) + (x * Columns / width)][i % 3] / 255f;
        }
    });

    /// <summary>How far the middle of a field is off at most, in levels, in a frame of bytes.</summary>
    public static int WorstError(byte[] frame, int width = 160, int height = 96)
    {
        var worst = 0;
        for (var field = 0; field < Colours.Length; field++)
        {
            var (x, y) = ((((field % Columns) * 2) + 1) * width / Columns / 2, (((field / Columns * 2) + 1) * height / Rows) / 2);
            for (var channel = 0; channel < 3; channel++)
            {
                worst = Math.Max(worst, Math.Abs(frame[(((y * width) + x) * 3) + channel] - Colours[field][channel]));
            }
        }

        return worst;
    }

    /// <summary>Noise of which no two frames are alike.</summary>
    public static Image Noise(int frames, int width = 160, int height = 96)
    {
        var chance = new Random(7);
        return Image.Create(frames, height, width, 3, pixels =>
        {
            for (var i = 0; i < pixels.Length; i += 3)
            {
                pixels[i] = pixels[i + 1] = pixels[i + 2] = chance.NextSingle();
            }
        });
    }

    /// <summary>A bar that moves one step to the right each frame.</summary>
    public static Image Moving(int frames, int width = 160, int height = 96, float red = 0.9f) => Image.Create(frames, height, width, 3, pixels =>
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            var (frame, x) = (i / 3 / width / height, i / 3 % width);
            pixels[i] = x / 4 == frame % (width / 4) ? (i % 3 == 0 ? red : 0.8f) : 0.2f;
        }
    });

    /// <summary>Pictures as a video at 25 frames a second, with a tone as long as they are.</summary>
    public static Task<Video> FilmAsync(Image images, NodeContext context, bool silent = false)
        => CreateVideoNode.CreateAsync(images, context, default, fps: 25, audio: silent ? null : Samples.Tone(images.Batch / 25.0, 48_000, channels: 2));
}
