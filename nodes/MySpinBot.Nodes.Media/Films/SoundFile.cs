using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A temporary file of interleaved little-endian float32 samples: sound of any length on its way from one artifact into another.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="SampleRate">Samples a second.</param>
/// <param name="Channels">Channels.</param>
internal sealed record SoundFile(string Path, int SampleRate, int Channels)
{
    /// <summary>Bytes of one sample of all channels.</summary>
    public int FrameBytes => Channels * sizeof(float);

    /// <summary>The sound of a video that has one, exactly as long as its picture.</summary>
    public static async Task<SoundFile> OfAsync(Video video, NodeContext context, CancellationToken cancellation)
    {
        var track = new SoundTrack(video, context);
        var file = new SoundFile(context.TemporaryPath(".f32le"), track.SampleRate, track.Channels);
        try
        {
            await using var output = new FileStream(file.Path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16, useAsync: true);
            await track.WriteAsync(output, cancellation);
        }
        catch (IOException error)
        {
            throw new NodeFailure($"The sound could not be written to the folder for temporary files: {error.Message.TrimEnd('.')}.", error);
        }

        return file;
    }

    /// <summary>The same at another rate and with other channels; a single channel goes into each of the new ones unchanged.</summary>
    public Task<SoundFile> AsAsync(int sampleRate, int channels, NodeContext context, CancellationToken cancellation)
        => sampleRate == SampleRate && channels == Channels
            ? Task.FromResult(this)
            : FilteredAsync(sampleRate, channels, Channels == 1 ? $"pan={(channels == 2 ? "stereo" : Text(channels) + "c")}|" + string.Join('|', Enumerable.Range(0, channels).Select(channel => $"c{channel}=c0")) : "anull", context, cancellation);

    /// <summary>The same through a filter of ffmpeg.</summary>
    public async Task<SoundFile> FilteredAsync(int sampleRate, int channels, string filter, NodeContext context, CancellationToken cancellation)
    {
        var file = new SoundFile(context.TemporaryPath(".f32le"), sampleRate, channels);
        string[] arguments =
        [
            "-hide_banner", "-nostdin", "-v", "error", "-y", "-f", "f32le", "-ar", Text(SampleRate), "-ac", Text(Channels), "-i", Path,
            "-af", filter, "-f", "f32le", "-ar", Text(sampleRate), "-ac", Text(channels), file.Path,
        ];
        await new ToolProcess(context.Tools.Executable("ffmpeg"), arguments) { Explain = FfmpegWords.Reason }.RunAsync(context.Time, cancellation);
        return file;
    }

    /// <summary>The file as an artifact.</summary>
    public async Task<SoundSegment> StoreAsync(NodeContext context, CancellationToken cancellation)
    {
        var artifact = await context.Artifacts.PutFileAsync(Path, Pcm.MediaType, cancellation);
        return new SoundSegment(artifact, Channels, SampleRate, artifact.Length / FrameBytes);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
