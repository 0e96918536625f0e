using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Messages;
using MySpinBot.Imaging;
using MySpinBot.Nodes.Tests.Showing;
using MySpinBot.Runtime;

namespace MySpinBot.Nodes.Tests.Lips;

/// <summary>The graph that is shipped, on the real engine: a voice, a real face found by a real detector, and the tiny generator.</summary>
[Trait("Category", "golden")]
public sealed class A_portrait_says_a_text : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("talking-").FullName;
    private readonly List<RunEvent> _events = [];
    private Engine _engine = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var models = Directory.CreateDirectory(Path.Join(_folder, "models", "wav2lip")).FullName;
        File.Copy(Wav2LipGolden.Weights, Path.Join(models, "tiny.safetensors"));
        var plugins = new[] { "Media", "Tts", "Wav2Lip" }.Select(plugin => new { assembly = Path.Combine(AppContext.BaseDirectory, $"MySpinBot.Nodes.{plugin}.dll") });
        await File.WriteAllTextAsync(Path.Join(_folder, "plugins.json"), JsonSerializer.Serialize(new { plugins }), Cancellation);
        _engine = await Engine.OpenAsync(
            new EngineOptions
            {
                OutputFolder = Path.Join(_folder, "out"),
                CacheFolder = Path.Join(_folder, "cache"),
                PluginsFile = Path.Join(_folder, "plugins.json"),
                InputFolders = [Path.GetDirectoryName(Speaker.RealFile("inputs/astronaut.png"))!],
                ModelFolders = new Dictionary<string, IReadOnlyList<string>>
                {
                    ["wav2lip"] = [models],
                    ["facedetection"] = [Path.GetDirectoryName(Speaker.RealFile("facedetection/yunet_n_dynamic.onnx"))!],
                },
            },
            Cancellation);
        _engine.PluginProblems.ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task As_the_shipped_graph_says_and_what_is_known_is_not_computed_again()
    {
        await RunAsync(graph => { });

        var film = Path.Join(_folder, "out", Saved());
        var probe = await Probe.StreamsAsync(film);
        var (picture, sound) = (probe.Stream("video"), probe.Stream("audio"));
        (picture.Text("width"), picture.Text("height"), picture.Text("r_frame_rate")).ShouldBe(("512", "512", "25/1"));
        picture.Seconds().ShouldBe(sound.Seconds(), 0.1);
        picture.Seconds().ShouldBeGreaterThan(0.5);
        await LooksLikeItsPortraitButForTheFaceAsync(film, int.Parse(picture.Text("nb_read_frames"), System.Globalization.CultureInfo.InvariantCulture));

        // Another feather: neither voice nor faces are made again.
        await RunAsync(graph => graph["nodes"]!["lips"]!["inputs"]!["feather"] = 0.2);
        _events.OfType<NodeStarted>().Select(started => started.NodeId).ShouldBe(["lips", "save"], ignoreOrder: true);
    }

    [Fact]
    public async Task Without_faces_they_are_looked_for_with_the_detector()
    {
        await RunAsync(graph =>
        {
            var inputs = graph["nodes"]!["lips"]!["inputs"]!.AsObject();
            inputs.Remove("faces");
            inputs["detector"] = new JsonObject { ["from"] = "detector" };
            graph["nodes"]!.AsObject().Remove("found");
        });

        _events.OfType<NodeStarted>().Count(started => started.NodeId.StartsWith("lips", StringComparison.Ordinal)).ShouldBeGreaterThan(2);
        File.Exists(Path.Join(_folder, "out", Saved())).ShouldBeTrue();
    }

    private async Task RunAsync(Action<JsonNode> change)
    {
        var graph = JsonNode.Parse(await File.ReadAllBytesAsync(Path.Combine(HelpExample.Root, "graphs", "talking-head.json"), Cancellation))!;
        var inputs = graph["inputs"]!;
        (inputs["portrait"]!["default"], inputs["text"]!["default"], inputs["model"]!["default"]) = ("astronaut.png", "Hello there.", "tiny.safetensors");
        change(graph);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(graph);
        var read = GraphReader.Read(bytes, new ReadLimits());
        read.Problems.ShouldBeEmpty();
        var valid = await _engine.ValidateAsync(read.Document!, Cancellation);
        valid.Problems.Select(problem => $"{problem.NodeId}: {problem.Sentence}").ShouldBeEmpty();
        using var document = JsonDocument.Parse(bytes);
        _events.Clear();
        var summary = await _engine.RunAsync(valid.Graph!, new RunOptions { Document = document.RootElement }, _events.Add, Cancellation);
        _events.OfType<NodeFailed>().Select(failed => $"{failed.NodeId}: {failed.Sentence}").ShouldBeEmpty();
        summary.Outcome.ShouldBe(RunOutcome.Succeeded);
    }

    private string Saved() => _events.OfType<FileSaved>().Select(saved => Path.Join(saved.File.Subfolder, saved.File.Name)).Single();

    private static async Task LooksLikeItsPortraitButForTheFaceAsync(string film, int frames)
    {
        var portrait = ImageCodec.Decode(await File.ReadAllBytesAsync(Speaker.RealFile("inputs/astronaut.png"), Cancellation)).Image;
        var (first, middle) = (await Probe.FrameAsync(film, 0), await Probe.FrameAsync(film, frames / 2));

        // The face is where any detector sees it; around it only the encoder changed anything.
        var (face, around) = (new PixelBox(195, 110, 60, 50), new PixelBox(140, 30, 170, 180));
        Distance(middle, portrait, at => At(at, face)).ShouldBeGreaterThan(10);
        Distance(middle, portrait, at => !At(at, around)).ShouldBeLessThan(4);
        Enumerable.Range(0, first.Length).Where(at => At(at, face)).Average(at => Math.Abs(first[at] - middle[at])).ShouldBeGreaterThan(0.5);
    }

    private static double Distance(byte[] frame, Image portrait, Func<int, bool> isIn)
    {
        var pixels = portrait.Picture(0).ToArray();
        return Enumerable.Range(0, frame.Length).Where(isIn).Average(at => Math.Abs(frame[at] - (pixels[at] * 255)));
    }

    private static bool At(int at, PixelBox box)
    {
        var (x, y) = (at / 3 % 512, at / 3 / 512);
        return x >= box.X && x < box.X + box.Width && y >= box.Y && y < box.Y + box.Height;
    }

    private readonly record struct PixelBox(int X, int Y, int Width, int Height);
}
