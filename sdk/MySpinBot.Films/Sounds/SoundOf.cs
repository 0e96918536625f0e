using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Sound on its way into a video.</summary>
internal static class SoundOf
{
    /// <summary>Stores the only clip of a sound as PCM.</summary>
    public static async ValueTask<SoundSegment> StoreAsync(Audio audio, IArtifacts artifacts, CancellationToken cancellation)
        => new(await artifacts.PutAsync(Pcm.Of(audio, 0), Pcm.MediaType, cancellation), audio.Channels, audio.SampleRate, audio.SampleCount);
}
