using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>The sound of a film, which ffmpeg reads from a file beside the frames that come through the pipe.</summary>
internal static class FilmSound
{
    /// <summary>Writes it, exactly as long as the picture; null where the film has none.</summary>
    public static async Task<SoundFile?> WriteAsync(Video video, FilmEncoding encoding, NodeContext context, CancellationToken cancellation)
    {
        if (video.Sound.IsDefaultOrEmpty)
        {
            return null;
        }

        if (encoding.Sound != SoundCodec.None)
        {
            return await SoundFile.OfAsync(video, context, cancellation);
        }

        if (encoding.IsAnimation)
        {
            context.Log.Info($"A {encoding.Container.ToString().ToLowerInvariant()} has no sound; that of the video is left out.");
        }

        return null;
    }
}
