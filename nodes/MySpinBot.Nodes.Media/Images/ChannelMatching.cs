using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Pictures with and without transparency brought together.</summary>
internal static class ChannelMatching
{
    /// <summary>The image with this many channels: what is added is opaque, what is too much is left out, and grey is repeated.</summary>
    internal static Image WithChannels(this Image image, int channels)
    {
        if (image.Channels == channels)
        {
            return image;
        }

        PictureBounds.Check(image.Batch, image.Width, image.Height, channels);
        return Image.Create(image.Batch, image.Height, image.Width, channels, pixels =>
        {
            var given = image.Pixels;
            for (int to = 0, from = 0; to < pixels.Length; to += channels, from += image.Channels)
            {
                for (var c = 0; c < channels; c++)
                {
                    pixels[to + c] = c == 3 && image.Channels < 4 ? 1 : given[from + Math.Min(c, image.Channels - 1)];
                }
            }
        });
    }
}
