using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>One picture for each clip of a sound.</summary>
internal static class PictureOfEachClip
{
    /// <summary>Draws them and puts them into one batch.</summary>
    public static Image Draw(Audio audio, int width, int height, Func<int, Image> draw, CancellationToken cancellation)
    {
        SoundSize.RequireSamples(audio);
        if ((decimal)audio.Batch * width * height * 3 > Image.MaxValues)
        {
            throw new NodeFailure($"{audio.Batch} picture(s) of {width}×{height} pixels are more than one image may hold ({Image.MaxValues} values); ask for smaller ones.");
        }

        return Image.Create(audio.Batch, height, width, 3, pixels =>
        {
            for (var clip = 0; clip < audio.Batch; clip++)
            {
                cancellation.ThrowIfCancellationRequested();
                draw(clip).Pixels.CopyTo(pixels.AsSpan(clip * width * height * 3));
            }
        });
    }
}
