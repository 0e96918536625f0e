namespace MySpinBot.EndToEnd.Media;

/// <summary>A film that is joined and captioned goes through as it is encoded, however long it is: no process holds it.</summary>
public sealed class Films_that_are_longer_than_the_memory : IDisposable
{
    private const long MostBytes = 320L << 20;
    private const long FilmBytes = 160L << 20;

    private const string Graph = """
        {
          "version": 1,
          "nodes": {
            "film": { "class_type": "LoadVideo", "inputs": { "file": "film.mp4" } },
            "twice": { "class_type": "CreateList", "inputs": { "input0": {"from": "film"}, "input1": {"from": "film"} } },
            "joined": { "class_type": "JoinVideos", "inputs": { "videos": {"from": "twice"} } },
            "words": { "class_type": "CaptionsFromText", "inputs": { "text": "One caption\nAnother one" } },
            "captioned": { "class_type": "AddCaptions", "inputs": { "video": {"from": "joined"}, "captions": {"from": "words"}, "language": "en" } },
            "save": { "class_type": "SaveVideo", "inputs": { "video": {"from": "captioned"}, "filename_prefix": "long", "naming": "exact" } }
          }
        }
        """;

    private readonly Workplace _place = new();

    [Fact]
    public async Task Are_joined_and_captioned_in_little_memory()
    {
        var length = await MakeFilmAsync();
        var most = 0L;

        // Should anything have to be built, it is done before anything is measured.
        (await _place.RunAsync("version")).ExitCode.ShouldBe(0);
        using var run = _place.Start("run", _place.Write("join.json", Graph));
        await run.UntilAsync(() => (most = Math.Max(most, Memory.MostOf(run.Id))) < 0);
        var ended = await run.EndAsync();

        ended.ExitCode.ShouldBe(0, ended.All);
        TestContext.Current.SendDiagnosticMessage($"at most {most >> 20} MB");
        most.ShouldBeInRange(30L << 20, MostBytes);
        new FileInfo(Path.Combine(_place.Out, "long.mp4")).Length.ShouldBeInRange(length * 2 * 99 / 100, length * 2 * 101 / 100);
    }

    public void Dispose() => _place.Dispose();

    /// <summary>One second, over and over, of some 30 megabits: noise makes it large.</summary>
    private async Task<long> MakeFilmAsync()
    {
        var (once, film) = (Path.Combine(_place.Folder, "once.mp4"), Path.Combine(_place.Folder, "film.mp4"));
        await FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=25:d=1,noise=alls=10:allf=t", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "26", "-pix_fmt", "yuv420p", once);
        var times = FilmBytes / new FileInfo(once).Length;
        await FfmpegAsync("-stream_loop", $"{times}", "-i", once, "-f", "lavfi", "-i", $"sine=d={times + 1}", "-c:v", "copy", "-c:a", "aac", film);
        return new FileInfo(film).Length;
    }

    private async Task FfmpegAsync(params string[] arguments)
    {
        var ended = await _place.RunProgramAsync("ffmpeg", ["-v", "error", "-nostdin", "-y", .. arguments]);
        ended.ExitCode.ShouldBe(0, ended.All);
    }
}
