using System.Text.Json;
using MySpinBot.Runtime.Memory;
using MySpinBot.Runtime.Results;
using MySpinBot.Runtime.Running;
using MySpinBot.Sdk;

namespace MySpinBot.Benchmarks.Films;

/// <summary>What a node finds while it works on a film: real artifacts, a real shelf, the tools of this machine.</summary>
internal sealed class FilmCall : NodeContext, IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("myspinbot-films-").FullName;
    private readonly ResultCache _results;
    private readonly ModelShelf _shelf = new(new Dictionary<DeviceId, long> { [DeviceId.Cpu] = 8L << 30 }, TimeProvider.System);

    public FilmCall() => _results = ResultCache.Open(Path.Join(_folder, "cache"), 1L << 28, TimeProvider.System, Console.Error.WriteLine);

    public override string NodeId => "films";

    public override int CallIndex => 0;

    public override CancellationToken Cancellation => CancellationToken.None;

    public override TimeProvider Time => TimeProvider.System;

    public override IArtifacts Artifacts => _results.Artifacts;

    public override IOutputFolder Outputs => throw new NotSupportedException("Nothing is saved here.");

    public override IModelShelf Models => _shelf;

    public override IWeightFiles Weights => new OneFile(Model!);

    public override IHostTools Tools { get; } = new HostTools(Environment.GetEnvironmentVariable("PATH"));

    public override INodeLog Log => throw new NotSupportedException("Nothing is said here.");

    /// <summary>The small real model; null where it is not there.</summary>
    public static FileReference? Model { get; } = FileAt(Path.Join(Environment.GetEnvironmentVariable("MYSPINBOT_MODELS"), "upscale_models/realesr-animevideov3.pth"));

    /// <summary>A film of a size and length, encoded as cameras do.</summary>
    public async Task<Video> FilmAsync(int width, int height, int frames)
    {
        var path = TemporaryPath(".mp4");
        await new ToolProcess(
            Tools.Executable("ffmpeg"),
            ["-v", "error", "-f", "lavfi", "-i", FormattableString.Invariant($"testsrc2=s={width}x{height}:r=25,noise=alls=6:allf=t"), "-frames:v", FormattableString.Invariant($"{frames}"), "-c:v", "libx264", "-pix_fmt", "yuv420p", path])
            .RunAsync(Time, Cancellation);
        var source = new FileSource(await Artifacts.PutFileAsync(path, "video/mp4", Cancellation));
        return new Video { FrameRate = new Rational(25), Width = width, Height = height, Picture = [new PictureSegment(source, frames, Edits: [])] };
    }

    public override void Progress(double done, double total, string? what = null)
    {
    }

    public override void Preview(Image image)
    {
    }

    public override void Show(string key, JsonElement item)
    {
    }

    public override string TemporaryPath(string extension = "") => Path.Join(_folder, Path.GetRandomFileName() + extension);

    public async ValueTask DisposeAsync()
    {
        await _shelf.DisposeAsync();
        await _results.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static FileReference? FileAt(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var bytes = File.ReadAllBytes(path);
        return new FileReference(path, ContentId.Of(bytes), bytes.Length);
    }

    private sealed class OneFile(FileReference file) : IWeightFiles
    {
        public ValueTask<FileReference> FindAsync(WeightFile weights, CancellationToken cancellation) => new(file);
    }
}
