using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>The pictures of a batch one after the other, each encoded as far as it differs from the one before it.</summary>
internal sealed class AnimationFrames(Image images, ImageEncoding encoding, int step)
{
    internal delegate void Take(int index, ChangedArea area, byte[] file);

    /// <summary>Gives each frame's changed area and an image file of it.</summary>
    internal void Encode(Take take, Action<int>? progress, CancellationToken cancellation)
    {
        byte[] before = [];
        for (var i = 0; i < images.Batch; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (now, bands) = PixelEncoder.Levels(images, i, alpha: null, encoding);
            var area = i == 0 ? new ChangedArea(0, 0, images.Width, images.Height) : ChangedArea.Between(before, now, images.Width, bands, step);
            take(i, area, PixelEncoder.Encode(area.CutFrom(now, images.Width, bands), area.Width, area.Height, bands, encoding));
            before = now;
            progress?.Invoke(i + 1);
        }
    }
}
