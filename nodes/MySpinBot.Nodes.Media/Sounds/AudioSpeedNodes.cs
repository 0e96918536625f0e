using System.ComponentModel.DataAnnotations;
using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Faster, slower, higher, lower.</summary>
public static class AudioSpeedNodes
{
    // These filters keep back the last tenth of a second; what they keep is then silence, which is cut off again.
    private const string Flush = "apad=pad_dur=1,";

    /// <summary>Makes a sound faster or slower without changing its pitch.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="context">Where ffmpeg is found.</param>
    /// <param name="cancellation">Ends ffmpeg.</param>
    /// <param name="speed">2 is twice as fast, 0.5 half as fast.</param>
    /// <param name="method">atempo: good for speech, and in every ffmpeg; rubberband: smoother for music, where ffmpeg has it.</param>
    /// <returns>The sound, shorter or longer.</returns>
    [Node("AudioSpeed", Title = "Change audio speed", Category = "audio/edit", Search = "time stretch,tempo,faster,slower", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static Task<Audio> SpeedAsync(
        Audio audio, NodeContext context, CancellationToken cancellation, [Range(0.25, 4.0)] [Input(Step = 0.05)] double speed = 1, [Choices("atempo", "rubberband")] string method = "atempo")
        => speed == 1 ? Task.FromResult(audio)
            : FilterAsync(audio, method == "rubberband" ? $"{Flush}rubberband=tempo={Text(speed)}" : Flush + Tempo(speed), (long)Math.Round(audio.SampleCount / speed), context, cancellation);

    /// <summary>Makes a sound higher or lower without changing its speed.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="context">Where ffmpeg is found.</param>
    /// <param name="cancellation">Ends ffmpeg.</param>
    /// <param name="semitones">12 is an octave higher, -12 one lower.</param>
    /// <returns>The sound at its new pitch.</returns>
    [Node("AudioPitch", Title = "Change audio pitch", Category = "audio/edit", Search = "transpose,pitch shift,semitones", Repeatability = Repeatability.SameMachine, Need = nameof(PitchNeed))]
    public static Task<Audio> PitchAsync(Audio audio, NodeContext context, CancellationToken cancellation, [Range(-24.0, 24.0)] [Input(Step = 0.5)] double semitones = 0)
        => semitones == 0 ? Task.FromResult(audio)
            : FilterAsync(audio, $"{Flush}rubberband=pitch={Text(Math.Pow(2, semitones / 12))}", audio.SampleCount, context, cancellation);

    /// <summary>The new sound.</summary>
    public static MemoryNeed Need(Audio? audio, double speed) => audio is null ? MemoryNeed.None : new(DeviceId.Cpu, 4 * SoundSize.Bytes(audio.Batch, audio.Channels, audio.SampleCount / Math.Max(0.25, speed)));

    /// <summary>The new sound, and what ffmpeg is told and tells.</summary>
    public static MemoryNeed PitchNeed(Audio? audio) => SoundSize.Need(audio, 4);

    // One atempo does from 0.5 up.
    private static string Tempo(double speed) => speed >= 0.5 ? $"atempo={Text(speed)}" : $"atempo=0.5,atempo={Text(speed / 0.5)}";

    private static async Task<Audio> FilterAsync(Audio audio, string filter, long count, NodeContext context, CancellationToken cancellation)
    {
        SoundSize.RequireSamples(audio);
        SoundSize.Require(audio.Batch, audio.Channels, count);
        if (audio.Channels > SoundDecoding.MaxChannels)
        {
            throw new NodeFailure($"The sound has {audio.Channels} channels; up to {SoundDecoding.MaxChannels} are taken: mix them with AudioChannels.") { Input = "audio" };
        }

        var samples = SoundSize.Allocate(audio.Batch, audio.Channels, count);
        var size = audio.Channels * (int)count;
        for (var clip = 0; clip < audio.Batch; clip++)
        {
            (await FilteredAsync(audio, clip, filter, context, cancellation)).WithLength(count).Samples.CopyTo(samples.AsSpan(clip * size));
        }

        return Audio.Own(audio.Batch, audio.Channels, audio.SampleRate, samples);
    }

    private static async Task<Audio> FilteredAsync(Audio audio, int clip, string filter, NodeContext context, CancellationToken cancellation)
    {
        var path = context.TemporaryPath(".f32le");
        string[] format = ["-f", "f32le", "-ar", audio.SampleRate.ToString(CultureInfo.InvariantCulture), "-ac", audio.Channels.ToString(CultureInfo.InvariantCulture)];
        await new ToolProcess(context.Tools.Executable("ffmpeg"), ["-hide_banner", "-v", "error", .. format, "-i", "pipe:0", "-af", filter, .. format, path])
        {
            Feed = async (input, ended) => await input.WriteAsync(Pcm.Of(audio, clip), ended),
            Explain = FfmpegWords.Reason,
        }.RunAsync(context.Time, cancellation);
        return await Pcm.ReadAsync(path, audio.Channels, audio.SampleRate, cancellation);
    }

    private static string Text(double number) => number.ToString("0.########", CultureInfo.InvariantCulture);
}
