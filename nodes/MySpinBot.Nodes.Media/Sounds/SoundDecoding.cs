using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Decodes the sound of a media file with ffmpeg.</summary>
internal static class SoundDecoding
{
    /// <summary>The most channels that are taken.</summary>
    public const int MaxChannels = 8;

    /// <summary>The whole sound as a temporary file, never in memory: only then its length is known. It stops where it is longer than one sound may be.</summary>
    /// <returns>The file, and how many samples each channel has.</returns>
    /// <exception cref="NodeFailure">The file is damaged.</exception>
    public static async Task<(string Pcm, long Samples)> WriteAsync(string path, SoundStream sound, NodeContext context, CancellationToken cancellation)
    {
        var pcm = context.TemporaryPath(".f32le");
        await (await DecoderAsync(path, sound, pcm, context, cancellation, (Pcm.MaxSamples + 1L) * sizeof(float))).RunAsync(context.Time, cancellation);
        return (pcm, new FileInfo(pcm).Length / sizeof(float) / sound.Channels);
    }

    /// <summary>The whole sound as an artifact, never in memory at once.</summary>
    public static async Task<SoundSegment> StoreAsync(string path, SoundStream sound, NodeContext context, CancellationToken cancellation)
    {
        var pcm = context.TemporaryPath(".f32le");
        await (await DecoderAsync(path, sound, pcm, context, cancellation)).RunAsync(context.Time, cancellation);
        var artifact = await context.Artifacts.PutFileAsync(pcm, Pcm.MediaType, cancellation);
        return new SoundSegment(artifact, sound.Channels, sound.SampleRate, artifact.Length / sizeof(float) / sound.Channels);
    }

    private static async Task<ToolProcess> DecoderAsync(string path, SoundStream sound, string output, NodeContext context, CancellationToken cancellation, long? mostBytes = null)
    {
        if (sound.Channels > MaxChannels)
        {
            throw new NodeFailure($"'{Path.GetFileName(path)}' has {sound.Channels} channels; up to {MaxChannels} are taken.");
        }

        // Where the length is open, the last piece is shorter than it might be, and ffmpeg calls that an error.
        string[] strictly = await WaveClaim.IsOpenAsync(path, cancellation) ? [] : ["-xerror"];
        string[] arguments =
        [
            "-hide_banner", "-nostdin", "-v", "error", .. strictly, "-i", path, "-map", string.Create(CultureInfo.InvariantCulture, $"0:{sound.Index}"), "-vn", "-sn",
            "-f", "f32le", "-ar", sound.SampleRate.ToString(CultureInfo.InvariantCulture), "-ac", sound.Channels.ToString(CultureInfo.InvariantCulture),
            .. mostBytes is { } most ? ["-fs", most.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(), output,
        ];
        return new ToolProcess(context.Tools.Executable("ffmpeg"), arguments) { Explain = FfmpegWords.Reason };
    }
}
