using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>The sound of a film in a temporary file, from which ffmpeg reads it beside the frames that come through the pipe.</summary>
/// <param name="Path">The file, interleaved float32.</param>
/// <param name="SampleRate">Samples a second.</param>
/// <param name="Channels">Channels.</param>
internal sealed record PcmFile(string Path, int SampleRate, int Channels)
{
    /// <summary>Writes it, exactly as long as the picture; null where the film has none.</summary>
    public static async Task<PcmFile?> WriteAsync(Video video, FilmEncoding encoding, NodeContext context, CancellationToken cancellation)
    {
        if (video.Sound.IsDefaultOrEmpty)
        {
            return null;
        }

        if (encoding.Sound == SoundCodec.None)
        {
            if (encoding.IsAnimation)
            {
                context.Log.Info($"A {encoding.Container.ToString().ToLowerInvariant()} has no sound; that of the video is left out.");
            }

            return null;
        }

        var (track, path) = (new SoundTrack(video, context), context.TemporaryPath(".f32le"));
        try
        {
            await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16, useAsync: true);
            await track.WriteAsync(file, cancellation);
        }
        catch (IOException error)
        {
            throw new NodeFailure($"The sound could not be written to the folder for temporary files: {error.Message.TrimEnd('.')}.", error);
        }

        return new PcmFile(path, track.SampleRate, track.Channels);
    }

    /// <summary>The input of ffmpeg.</summary>
    public IEnumerable<string> Input(FilmEncoding encoding)
        => [.. SoundArguments.Offset(encoding), "-f", "f32le", "-ar", FfmpegText.Of(SampleRate), "-ac", FfmpegText.Of(Channels), "-i", Path];
}
