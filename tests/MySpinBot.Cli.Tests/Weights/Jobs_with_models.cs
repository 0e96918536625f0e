using System.Text.Json;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Tests.Configuring;

namespace MySpinBot.Cli.Tests.Weights;

public sealed class Jobs_with_models : IDisposable
{
    private const string Graph = """
        {"version": 1, "nodes": {
          "choose": {"class_type": "ChooseModel", "inputs": {"model_name": {"input": "model"}}},
          "weigh": {"class_type": "WeighModel", "inputs": {"model": {"from": "choose"}}},
          "preview": {"class_type": "Preview", "inputs": {"text": {"from": "weigh"}}}},
         "inputs": {"model": {"default": "anime/tiny.pth"}}}
        """;

    private readonly Configured _place = new();

    public Jobs_with_models()
    {
        var parts = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar);
        var plugin = Path.Join(Checkout.Root, "tests", "MySpinBot.BadHabits", "bin", parts[^2], parts[^1], "MySpinBot.BadHabits.dll");
        _place.Variables["MYSPINBOT_PLUGINS"] = _place.File(JsonSerializer.Serialize(new { plugins = new[] { new { assembly = plugin, settings = new { folder = _place.Folder } } } }), "plugins.json");
        _place.Variables["MYSPINBOT_CACHE"] = Path.Join(_place.Folder, "cache");
        _place.File(Graph, "graph.json");
        _place.File("the weights", "here/upscale_models/anime/tiny.pth");
    }

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Run_with_the_folders_that_are_named()
    {
        var (exitCode, output, error) = Run("run", At("graph.json"), "--json", "--models-folder", At("here"));
        exitCode.ShouldBe(ExitCode.Done, output + error);
        output.ShouldContain("the weights");
        (exitCode, output, _) = Run("validate", At("graph.json"), "--models-folder", At("there"), "--json");
        exitCode.ShouldBe(ExitCode.Wrong);
        output.ShouldContain("among the upscale_models");
    }

    [Fact]
    public void Find_them_elsewhere_under_any_name()
    {
        var (exitCode, _, error) = Run("archive", At("graph.json"), "-o", At("job.zip"), "--models-folder", At("here"));
        exitCode.ShouldBe(ExitCode.Done, error);
        error.ShouldContain("It uses 1 model, which is named in it by content and not packed");
        (exitCode, var output, error) = Run("run", At("job.zip"), "--json", "--models-folder", At("there"));
        exitCode.ShouldBe(ExitCode.Wrong, output + error);
        _place.File("other weights", "there/upscale_models/anime/tiny.pth");
        _place.File("the weights", "there/upscale_models/moved/called-otherwise.safetensors");
        (exitCode, output, error) = Run("run", At("job.zip"), "--json", "--models-folder", At("there"));
        exitCode.ShouldBe(ExitCode.Done, output + error);
        output.ShouldContain("the weights");
    }

    [Fact]
    public void Take_them_along_on_request()
    {
        Run("archive", At("graph.json"), "-o", At("job.zip"), "--with-models", "--models-folder", At("here")).ExitCode.ShouldBe(ExitCode.Done);
        var (exitCode, output, error) = Run("run", At("job.zip"), "--json", "--models-folder", At("nowhere"));
        exitCode.ShouldBe(ExitCode.Done, output + error);
        output.ShouldContain("the weights");
    }

    [Fact]
    public void Name_them_in_the_manifest_by_what_is_in_them()
    {
        Run("run", At("graph.json"), "--models-folder", At("here"), "--manifest", At("manifest.json")).ExitCode.ShouldBe(ExitCode.Done);
        var manifest = File.ReadAllText(At("manifest.json"));
        manifest.ShouldContain(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("the weights"u8)));
        manifest.ShouldContain("\"upscale_models\"");
        Run("run", At("graph.json"), "--models-folder", At("here"), "--strict", At("manifest.json")).ExitCode.ShouldBe(ExitCode.Done);
        _place.File("other bytes", "here/upscale_models/anime/tiny.pth");
        var (exitCode, _, error) = Run("run", At("graph.json"), "--models-folder", At("here"), "--strict", At("manifest.json"));
        exitCode.ShouldBe(ExitCode.Wrong);
        error.ShouldContain("holds other bytes");
    }

    private string At(string name) => Path.Join(_place.Folder, name);

    private (int ExitCode, string Output, string Error) Run(params string[] line) => _place.Run(line[0] is "run" ? [.. line, "--out", At("out")] : line);
}
