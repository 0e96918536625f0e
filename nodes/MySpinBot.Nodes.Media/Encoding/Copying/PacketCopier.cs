using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Writes a film whose pictures are copied as they are encoded, and looks afterwards whether they are all there.</summary>
internal sealed class PacketCopier(CopyPlan plan, Video video, NodeContext context)
{
    private FilmEncoding Encoding => plan.Encoding;

    /// <summary>A file of metadata in ffmpeg's form.</summary>
    public required string MetadataPath { get; init; }

    /// <summary>The sound, if any.</summary>
    public SoundFile? Sound { get; init; }

    /// <summary>The captions, if any.</summary>
    public required SoftCaptions Captions { get; init; }

    /// <summary>Writes the file; false where it did not become what it should, and is to be encoded.</summary>
    public async Task<bool> WriteAsync(string path, CancellationToken cancellation)
    {
        try
        {
            await CopyAsync(await ListAsync(cancellation), path, cancellation);
            return await IsAsPlannedAsync(path, cancellation);
        }
        catch (NodeFailure error)
        {
            context.Log.Info($"The pictures could not be copied as they are: {error.Message}");
            return false;
        }
    }

    /// <summary>The files one after the other, for ffmpeg's concat demuxer.</summary>
    private async Task<string> ListAsync(CancellationToken cancellation)
    {
        var list = new StringBuilder("ffconcat version 1.0\n");
        long frames = 0;
        foreach (var part in plan.Parts)
        {
            var (file, from) = part.IsWhole ? (part.Picture.Path, part.Picture.Start) : await CutAsync(part, cancellation);

            // Told where the picture begins, the demuxer does not count from the lead-in of the sound. Each lasts until where the next begins, to the microsecond that is nearest to its frame: roundings do not add up.
            var start = Math.Round(FrameTime.Seconds(frames, video.FrameRate), 6);
            frames += part.Count;
            list.Append(CultureInfo.InvariantCulture, $"file '{file.Replace("'", "'\\''", StringComparison.Ordinal)}'\ninpoint {FfmpegText.Of(from)}\nduration {FfmpegText.Of(Math.Round(FrameTime.Seconds(frames, video.FrameRate), 6) - start)}\n");
        }

        var path = context.TemporaryPath(".ffconcat");
        await File.WriteAllTextAsync(path, list.ToString(), new UTF8Encoding(false), cancellation);
        return path;
    }

    /// <summary>A part of a file as a file of its own.</summary>
    private async Task<(string Path, decimal Start)> CutAsync(CopiedPart part, CancellationToken cancellation)
    {
        var cut = context.TemporaryPath(part.Picture.IsIndexed ? ".mov" : ".mkv");
        var origin = part.Picture.Packets.Min(packet => packet.Shown);
        var seconds = (decimal)(part.Packets[0].Shown - origin) * part.Picture.TimeBase.Numerator / part.Picture.TimeBase.Denominator;
        string[] seek = part.First == 0 ? [] : ["-ss", FfmpegText.Of(seconds)];
        await RunAsync(["-hide_banner", "-nostdin", "-v", "error", .. seek, "-i", part.Picture.Path, "-map", "0:v:0", "-c", "copy", "-frames:v", FfmpegText.Of(part.Count), cut], cancellation);
        return (cut, await EncodedPicture.OfAsync(cut, context, cancellation) is { } picture ? picture.Start : 0);
    }

    // Without -copyts all would begin where the lead-in of the first file's sound does.
    private Task CopyAsync(string list, string path, CancellationToken cancellation)
    {
        string[] tag = Encoding is { Codec: PictureCodec.H265, IsMatroska: false } ? ["-tag:v", plan.Parts[0].Picture.Tag == "hev1" ? "hev1" : "hvc1"] : [];
        return RunAsync(
            [
                "-hide_banner", "-nostdin", "-v", "error", "-xerror", "-y", "-progress", "pipe:1", "-copyts", "-f", "concat", "-safe", "0", "-auto_convert", "0", "-i", list,
                .. ContainerArguments.Inputs(Encoding, MetadataPath, Sound, Captions), "-map", "0:v:0", "-c:v", "copy", .. tag, .. ContainerArguments.Outputs(Encoding, Sound, Captions), path,
            ],
            cancellation);
    }

    private Task RunAsync(string[] arguments, CancellationToken cancellation)
        => new ToolProcess(context.Tools.Executable("ffmpeg"), arguments) { Drain = FollowAsync, Explain = FfmpegWords.Reason }.RunAsync(context.Time, cancellation);

    // The sound is encoded meanwhile and takes longer than the pictures: how far the file has come is said by its time.
    private async Task FollowAsync(Stream output, CancellationToken cancellation)
    {
        using var lines = new StreamReader(output, System.Text.Encoding.ASCII);
        while (await lines.ReadLineAsync(cancellation) is { } line)
        {
            if (line.StartsWith("out_time_us=", StringComparison.Ordinal) && long.TryParse(line.AsSpan(12), CultureInfo.InvariantCulture, out var microseconds) && microseconds >= 0)
            {
                context.Progress(Math.Min(microseconds / 1e6, video.Seconds), video.Seconds, "second copied");
            }
        }
    }

    /// <summary>Whether the file holds just the packets of the plan, each at its frame's time.</summary>
    private async Task<bool> IsAsPlannedAsync(string path, CancellationToken cancellation)
    {
        if (await EncodedPicture.OfAsync(path, context, cancellation) is { } copied && copied.Packets.Length == video.FrameCount
            && FrameGrid.FramesOf(copied.Packets, copied.TimeBase, video.FrameRate, Encoding.IsMatroska) is { } frames && HasPackets(copied.Packets, frames))
        {
            return true;
        }

        context.Log.Info("The pictures were copied, but did not come out exactly as they were; they are encoded instead.");
        return false;
    }

    private bool HasPackets(ImmutableArray<Packet> copied, int[] frames)
    {
        var (at, start) = (0, 0);
        foreach (var part in plan.Parts)
        {
            for (var i = 0; i < part.Count; i++, at++)
            {
                if (copied[at].Bytes != part.Packets[i].Bytes || copied[at].IsKey != part.Packets[i].IsKey)
                {
                    return false;
                }
            }

            if (frames.AsSpan(start, part.Count).IndexOfAnyExceptInRange(start, start + part.Count - 1) >= 0)
            {
                return false;
            }

            start = at;
        }

        return true;
    }
}
