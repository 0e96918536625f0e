using System.Globalization;
using MySpinBot.Films;

namespace MySpinBot.BadHabits;

/// <summary>Nodes that take the frames of a film through a process, in parts.</summary>
public sealed class Filming(PluginSettings settings)
{
    private string Folder => settings.Values.GetProperty("folder").GetString()!;

    /// <summary>A film in which no two frames are alike.</summary>
    [Node("Film", Repeatability = Repeatability.SameMachine)]
    public static async Task<Video> FilmAsync(NodeContext context, long frames = 200, CancellationToken cancellation = default)
    {
        var path = context.TemporaryPath(".mkv");
        await new ToolProcess(
            context.Tools.Executable("ffmpeg"),
            ["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=32x24:r=25,noise=alls=20:allf=t", "-frames:v", frames.ToString(CultureInfo.InvariantCulture), "-c:v", "ffv1", "-fflags", "+bitexact", path])
            .RunAsync(context.Time, cancellation);
        return new Video
        {
            FrameRate = new Rational(25),
            Width = 32,
            Height = 24,
            Picture = [new PictureSegment(new FileSource(await context.Artifacts.PutFileAsync(path, "video/x-matroska", cancellation)), frames, Edits: [])],
        };
    }

    /// <summary>Turns dark to light, part by part. At frame 150 it fails while there is a sign that says so, or waits until one says go on.</summary>
    [Node("Negative", Repeatability = Repeatability.SameMachine)]
    public async Task<Outcome<Video>> NegativeAsync(Video video, NodeContext context, CancellationToken cancellation = default)
        => FrameParts.Of(video, secondsAFrame: 1) is { Count: > 1 } parts
            ? FrameParts.Expand(video, parts, part => ("NegativePart", [("video", part.Video), ("first", part.First)]), "NegativeJoin")
            : await PartAsync(video, context, 0, cancellation);

    /// <summary>A part.</summary>
    [Node("NegativePart", Repeatability = Repeatability.SameMachine)]
    public Task<Video> PartAsync(Video video, NodeContext context, long first, CancellationToken cancellation = default)
        => new FramePass(video, new Negation(video, first, Folder), context).RunAsync(cancellation);

    /// <summary>All parts.</summary>
    [Node("NegativeJoin")]
    public static Video Join(Video video, ExtraInputs parts) => FrameParts.Join(video, parts);

    /// <summary>An end of a graph: counts frames that are what they should be.</summary>
    [Node("CompareFilms", IsOutput = true)]
    public static async Task<long> CompareAsync(Video video, Video negative, NodeContext context, CancellationToken cancellation = default)
    {
        var right = 0L;
        await using var frames = new FrameReader(video, context).RunsAsync(cancellation).GetAsyncEnumerator(cancellation);
        await foreach (var run in new FrameReader(negative, context).RunsAsync(cancellation))
        {
            right += await frames.MoveNextAsync() && AreOpposite(frames.Current.Pixels.Span, run.Pixels.Span) ? 1 : 0;
        }

        context.Show("number", System.Text.Json.JsonSerializer.SerializeToElement(right));
        return right;
    }

    private static bool AreOpposite(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> negative)
    {
        var far = 0;
        for (var i = 0; i < frame.Length; i++)
        {
            far += Math.Abs(255 - frame[i] - negative[i]) > 12 ? 1 : 0;
        }

        return far < frame.Length / 100;
    }

    private sealed class Negation(Video video, long first, string folder) : IFrameProcess
    {
        public int Width => video.Width;

        public int Height => video.Height;

        public int BatchSize => 1;

        public int AtOnce => 1;

        public async ValueTask ProcessAsync(FrameBatch frames, CancellationToken cancellation)
        {
            var place = first + frames.First;
            if (place == 150 && File.Exists(Path.Join(folder, "fail")))
            {
                throw new NodeFailure("Frame 150 cannot be turned.");
            }

            while (place == 150 && !File.Exists(Path.Join(folder, "go")))
            {
                await File.WriteAllTextAsync(Path.Join(folder, "waits"), "", cancellation);
                await Task.Delay(10, cancellation);
            }

            Turn(frames.Frame(0).Span, frames.Result(0).Span);
        }

        private static void Turn(ReadOnlySpan<byte> frame, Span<byte> result)
        {
            for (var i = 0; i < frame.Length; i++)
            {
                result[i] = (byte)(255 - frame[i]);
            }
        }
    }
}
