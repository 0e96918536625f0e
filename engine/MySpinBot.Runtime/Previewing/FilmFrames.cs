using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Previewing;

/// <summary>Frames of a film to look at. Those of a long film are sought by their time, so it costs no more than a short one.</summary>
internal sealed class FilmFrames(MediaTool tool, string path, int stream, double seconds)
{
    // Films fade in; of a second's frames the one is taken that is most like the others.
    private const int LookedAt = 24;

    // To decode a film of this length takes less than to begin anew for each frame.
    private const double Short = 20;
    private const int AtOnce = 2;

    /// <summary>A frame that tells what the film is of.</summary>
    public async Task<Image> PosterAsync(int width, int height, CancellationToken cancellation)
    {
        double? at = seconds > 2 ? Math.Min(seconds / 10, 30) : null;
        var frames = await TakeAsync(at, 1, $"thumbnail={LookedAt},", width, height, cancellation);
        frames = frames.Count == 0 ? await TakeAsync(null, 1, "", width, height, cancellation) : frames;
        return frames is [var first, ..] ? first.ToImage() : throw new NodeFailure("The film has no frame that can be decoded.");
    }

    /// <summary>Frames from all of its length, side by side.</summary>
    public async Task<Image> StripAsync(int width, int height, int count, CancellationToken cancellation)
    {
        var frames = seconds switch
        {
            <= 0 => [],
            // Rounded up, a frame is told from its own time on; usually it is half a piece too late, and the last one is missing.
            <= Short => await TakeAsync(null, count, string.Create(CultureInfo.InvariantCulture, $"trim=start={seconds / count / 2:0.####},setpts=PTS-STARTPTS,fps={count / seconds:0.######}:round=up,"), width, height, cancellation),
            _ => await SeekAsync(width, height, count, cancellation),
        };

        // A file that does not say how long it is, or does not have what it says.
        frames = frames.Count > 0 ? frames : await TakeAsync(null, count, "fps=1,", width, height, cancellation);
        return frames.Count > 0 ? PixMap.SideBySide(frames, count) : throw new NodeFailure("The film has no frame that can be decoded.");
    }

    // The middle of each piece: neither the first frame, which may be black, nor the end, behind which there is none.
    private async Task<List<PixMap>> SeekAsync(int width, int height, int count, CancellationToken cancellation)
    {
        var found = new List<PixMap>[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (i, ended) => found[i] = await TakeAsync(seconds * (i + 0.5) / count, 1, "", width, height, ended));
        var frames = new List<PixMap>(count);
        foreach (var one in found)
        {
            frames.AddRange(one.Count > 0 ? one : frames.TakeLast(1));
        }

        return frames;
    }

    private async Task<List<PixMap>> TakeAsync(double? at, int count, string filters, int width, int height, CancellationToken cancellation)
    {
        var frames = new List<PixMap>(count);
        var scale = string.Create(CultureInfo.InvariantCulture, $"scale=w='max(1,iw*sar)':h=ih,setsar=1,scale=w='min({width},iw)':h='min({height},ih)':force_original_aspect_ratio=decrease:flags=area");
        await tool.DecodeAsync(
            path, at,
            ["-map", $"0:{stream.ToString(CultureInfo.InvariantCulture)}", "-an", "-vf", filters + scale, "-frames:v", count.ToString(CultureInfo.InvariantCulture), "-f", "image2pipe", "-c:v", "ppm"],
            async (output, ended) =>
            {
                while (frames.Count < count && await PixMap.ReadAsync(output, width, height, ended) is { } frame)
                {
                    frames.Add(frame);
                }
            },
            cancellation);
        return frames;
    }
}
