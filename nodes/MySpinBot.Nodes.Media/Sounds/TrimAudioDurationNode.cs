using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A piece of a sound.</summary>
public static class TrimAudioDurationNode
{
    /// <summary>Cuts a piece out of a sound.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="startIndex">Where it begins, in seconds; below 0: counted from the end.</param>
    /// <param name="duration">How many seconds; what lies behind the end is left out.</param>
    /// <returns>The piece.</returns>
    [Node("TrimAudioDuration", Title = "Trim audio duration", Category = "audio/edit", Search = "cut audio,audio clip,shorten audio", Need = nameof(Need))]
    public static Audio Trim(
        Audio audio,
        [Range(-18_446_744_073_709_551_615.0, 18_446_744_073_709_551_615.0)] [Input(Step = 0.01)] double startIndex = 0,
        [Range(0.0, double.MaxValue)] [Input(Step = 0.01)] double duration = 60)
    {
        if (audio.SampleCount == 0)
        {
            return audio;
        }

        var start = SoundSize.SamplesIn(startIndex, audio.SampleRate);
        var first = Math.Clamp(startIndex < 0 ? audio.SampleCount + start : start, 0, audio.SampleCount);
        var end = Math.Clamp(first + SoundSize.SamplesIn(duration, audio.SampleRate), 0, audio.SampleCount);
        return first < end
            ? audio.Stretch((int)first, (int)(end - first))
            : throw new NodeFailure($"Nothing is left of the sound: it lasts {SoundSize.Text(audio.Seconds)} seconds, and {SoundSize.Text(duration)} seconds from {SoundSize.Text(startIndex)} were asked for; choose a start within it and a duration above 0.") { Input = "start_index" };
    }

    /// <summary>The piece.</summary>
    public static MemoryNeed Need(Audio? audio, double duration)
        => audio is null ? MemoryNeed.None : new(DeviceId.Cpu, SoundSize.Bytes(audio.Batch, audio.Channels, Math.Min(audio.SampleCount, duration * audio.SampleRate)));
}
