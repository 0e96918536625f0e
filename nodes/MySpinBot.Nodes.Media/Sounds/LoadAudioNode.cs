using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Loading a sound file.</summary>
public static class LoadAudioNode
{
    // Lossy formats round their length to whole frames and state it by estimate.
    private const double MostSecondsMissing = 0.25;

    /// <summary>Loads the sound of a sound or video file.</summary>
    /// <param name="audio">The file.</param>
    /// <param name="context">Where ffmpeg is found.</param>
    /// <param name="cancellation">Ends ffmpeg.</param>
    /// <returns>The sound.</returns>
    [Node("LoadAudio", Title = "Load audio", Category = "audio", Search = "import sound,open audio,wav,mp3", Repeatability = Repeatability.SameMachine)]
    public static async Task<Audio> LoadAsync(
        [FileFrom("input", Extensions = ".wav,.flac,.mp3,.ogg,.opus,.m4a,.aac,.mp4,.mkv,.webm")] FileReference audio, NodeContext context, CancellationToken cancellation)
    {
        var name = Path.GetFileName(audio.Path);
        var probe = await MediaProbe.OfAsync(audio.Path, countFrames: false, context, cancellation);
        if (probe.Sound is not { Channels: > 0, SampleRate: > 0 } sound)
        {
            throw new NodeFailure($"'{name}' has no sound; choose a sound file, or a video with sound.") { Input = "audio" };
        }

        try
        {
            var decoded = Pcm.ToAudio(await SoundDecoding.ReadAsync(audio.Path, sound, context, cancellation), sound.Channels, sound.SampleRate);
            var claimed = await WaveClaim.SecondsAsync(audio.Path, cancellation) ?? (probe.Picture is null ? probe.Seconds : 0);
            return decoded.SampleCount > 0 && decoded.Seconds >= claimed - MostSecondsMissing
                ? decoded
                : throw new NodeFailure(string.Create(CultureInfo.InvariantCulture, $"it ends after {decoded.Seconds:0.###} of {claimed:0.###} seconds, so it is cut off."));
        }
        catch (NodeFailure error)
        {
            throw new NodeFailure($"'{name}' is damaged: {error.Message} Save or download it again.", error) { Input = "audio" };
        }
    }
}
