using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Lays the sound segments of a video end to end, at one rate and one number of channels, exactly as long as the picture.</summary>
internal sealed class SoundTrack
{
    private readonly Video _video;
    private readonly NodeContext _context;

    /// <summary>The sound of a video that has one. Rate and channels are the greatest among its segments, so that nothing is lost.</summary>
    public SoundTrack(Video video, NodeContext context)
    {
        (_video, _context) = (video with { Sound = SoundCut.ToPicture(video) }, context);
        var heard = video.Sound.Where(segment => segment.Pcm is not null).DefaultIfEmpty(video.Sound[0]).ToArray();
        (SampleRate, Channels) = (heard.Max(segment => segment.SampleRate), heard.Max(segment => segment.Channels));
    }

    /// <summary>Samples a second.</summary>
    public int SampleRate { get; }

    /// <summary>Channels.</summary>
    public int Channels { get; }

    /// <summary>Samples of each channel.</summary>
    public long SampleCount => FrameTime.SamplesIn(_video.FrameCount, SampleRate, _video.FrameRate);

    private int FrameBytes => Channels * sizeof(float);

    /// <summary>Writes it as interleaved little-endian float32.</summary>
    public async Task WriteAsync(Stream output, CancellationToken cancellation)
    {
        long written = 0;
        decimal end = 0;
        foreach (var segment in _video.Sound)
        {
            // Each segment ends where the sum of all before it says: roundings do not add up.
            end += (decimal)segment.SampleCount / segment.SampleRate;
            var until = Math.Min(SampleCount, (long)Math.Round(end * SampleRate, MidpointRounding.AwayFromZero));
            await WriteAsync(segment, until - written, output, cancellation);
            written = until;
        }

        await WriteSilenceAsync(SampleCount - written, output, cancellation);
    }

    private async Task WriteAsync(SoundSegment segment, long samples, Stream output, CancellationToken cancellation)
    {
        if (segment.Pcm is null || samples == 0)
        {
            await WriteSilenceAsync(samples, output, cancellation);
        }
        else if (segment.SampleRate == SampleRate && segment.Channels == Channels)
        {
            var path = await _context.Artifacts.PathOfAsync(segment.Pcm, cancellation);
            await using var pcm = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, useAsync: true);
            pcm.Seek(segment.FirstSample * FrameBytes, SeekOrigin.Begin);
            await CopyAsync(pcm, Math.Min(samples, segment.SampleCount), samples, output, cancellation);
        }
        else
        {
            await ResampleAsync(segment, samples, output, cancellation);
        }
    }

    private async Task ResampleAsync(SoundSegment segment, long samples, Stream output, CancellationToken cancellation)
    {
        var path = await _context.Artifacts.PathOfAsync(segment.Pcm!, cancellation);
        string[] arguments =
        [
            "-hide_banner", "-nostdin", "-v", "error", "-f", "f32le", "-ar", Text(segment.SampleRate), "-ac", Text(segment.Channels), "-i", path,
            "-af", $"atrim=start_sample={Text(segment.FirstSample)}:end_sample={Text(segment.FirstSample + segment.SampleCount)}{Spreading(segment.Channels)}",
            "-f", "f32le", "-ar", Text(SampleRate), "-ac", Text(Channels), "pipe:1",
        ];
        await new ToolProcess(_context.Tools.Executable("ffmpeg"), arguments)
        {
            Drain = async (pcm, ended) =>
            {
                await CopyAsync(pcm, samples, samples, output, ended);
                await pcm.CopyToAsync(Stream.Null, ended);
            },
            Explain = FfmpegWords.Reason,
        }.RunAsync(_context.Time, cancellation);
    }

    // Left to itself, ffmpeg makes a single channel quieter when it spreads it.
    private string Spreading(int channels)
        => channels != 1 || Channels == 1 ? "" : $",pan={(Channels == 2 ? "stereo" : Text(Channels) + "c")}|" + string.Join('|', Enumerable.Range(0, Channels).Select(channel => $"c{Text(channel)}=c0"));

    /// <summary>Copies at most <paramref name="most"/> samples and adds silence up to <paramref name="samples"/>.</summary>
    private async Task CopyAsync(Stream pcm, long most, long samples, Stream output, CancellationToken cancellation)
    {
        var left = most * FrameBytes;
        var buffer = new byte[1 << 16];
        while (left > 0 && await pcm.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellation) is var count and > 0)
        {
            await output.WriteAsync(buffer.AsMemory(0, count), cancellation);
            left -= count;
        }

        await WriteZerosAsync(((samples - most) * FrameBytes) + left, output, cancellation);
    }

    private Task WriteSilenceAsync(long samples, Stream output, CancellationToken cancellation) => WriteZerosAsync(samples * FrameBytes, output, cancellation);

    private static async Task WriteZerosAsync(long bytes, Stream output, CancellationToken cancellation)
    {
        var zeros = new byte[Math.Min(1 << 16, Math.Max(0, bytes))];
        for (var left = bytes; left > 0; left -= zeros.Length)
        {
            await output.WriteAsync(zeros.AsMemory(0, (int)Math.Min(left, zeros.Length)), cancellation);
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
