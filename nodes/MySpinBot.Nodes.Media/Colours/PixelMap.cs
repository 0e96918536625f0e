using System.Numerics;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>One function for every pixel's colour.</summary>
internal static class PixelMap
{
    /// <summary>Applies it, and cuts the results to 0..1. Grey pictures become RGB; a fourth channel is kept.</summary>
    public static Image Apply(Image image, Func<Vector3, Vector3> change, CancellationToken cancellation)
    {
        var (from, to) = (image.Channels, Math.Max(3, image.Channels));
        var (green, blue) = from == 1 ? (0, 0) : (1, 2);
        return Image.Create(image.Batch, image.Height, image.Width, to, pixels =>
        {
            var given = image.Pixels;
            var rows = image.Batch * image.Height;
            for (int row = 0, i = 0, o = 0; row < rows; row++)
            {
                cancellation.ThrowIfCancellationRequested();
                for (var x = 0; x < image.Width; x++, i += from, o += to)
                {
                    Vector3.Clamp(change(new(given[i], given[i + green], given[i + blue])), Vector3.Zero, Vector3.One).CopyTo(pixels, o);
                    if (from == 4)
                    {
                        pixels[o + 3] = given[i + 3];
                    }
                }
            }
        });
    }
}
