using System.Text.Json;
using MySpinBot.Checkpoints;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Messages;
using MySpinBot.Diffusion;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Nodes.Diffusion;
using MySpinBot.Runtime;
using MySpinBot.Runtime.Plugins;
using MySpinBot.Sdk.Testing;

namespace MySpinBot.Nodes.Tests.Prompts;

/// <summary>Text encoders and learnt words as files in folders of models.</summary>
public sealed class Prompts_are_encoded_by_graphs : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("prompts-").FullName;

    public Prompts_are_encoded_by_graphs() => TinyFiles.TextAlone(_root, "tiny.safetensors");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_text_encoder_is_loaded_and_asked()
    {
        await using var nodes = NodeRunner.For(typeof(ClipLoaderNode).Assembly, new NodeRunnerOptions { ModelFolders = Folders() });
        var clip = (await nodes.RunAsync("CLIPLoader", new { clip_name = "tiny.safetensors", type = "stable_diffusion", device = "cpu" })).Output<TextEncoder>();
        clip.OnProcessor.ShouldBeTrue();
        clip.Towers.ShouldHaveSingleItem().Network.ShouldBe(TinyFiles.Text);
        var skipped = (await nodes.RunAsync("CLIPSetLastLayer", new { clip, stop_at_clip_layer = -2 })).Output<TextEncoder>();

        var text = (await nodes.RunAsync("CLIPTextEncode", new { text = "a cat", clip })).Output<Conditioning>().Conditions.ShouldHaveSingleItem().Text;
        var earlier = (await nodes.RunAsync("CLIPTextEncode", new { text = "a cat", clip = skipped })).Output<Conditioning>().Conditions[0].Text;
        (text.Batch, text.Tokens, text.Width).ShouldBe((1, 77, TinyFiles.Text.Width));
        earlier.Values.ToArray().ShouldNotBe(text.Values.ToArray());

        ClipLoaderNode.Faults("flux2").ShouldHaveSingleItem().Sentence.ShouldContain("'type' is flux2, and text encoders for that do not run here");
        ClipLoaderNode.Faults("stable_diffusion").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_config_beside_the_file_says_what_shapes_cannot()
    {
        await using var nodes = NodeRunner.For(typeof(ClipLoaderNode).Assembly, new NodeRunnerOptions { ModelFolders = Folders() });
        var config = Path.Combine(_root, "text_encoders", "config.json");
        await File.WriteAllTextAsync(config, $$"""{"hidden_size": {{TinyFiles.Text.Width}}, "num_hidden_layers": {{TinyFiles.Text.Layers}}, "num_attention_heads": 4, "hidden_act": "gelu"}""");
        var told = (await nodes.RunAsync("CLIPLoader", new { clip_name = "tiny.safetensors", type = "stable_diffusion" })).Output<TextEncoder>().Towers[0].Network;
        (told.Heads, told.Activation).ShouldBe((4, GeluKind.Exact));

        // One that describes something else is passed over.
        await File.WriteAllTextAsync(config, """{"hidden_size": 1, "num_hidden_layers": 1, "num_attention_heads": 4}""");
        (await nodes.RunAsync("CLIPLoader", new { clip_name = "tiny.safetensors", type = "stable_diffusion" })).Output<TextEncoder>().Towers[0].Network.Heads.ShouldBe(1);
    }

    [Fact]
    public async Task A_word_that_was_learnt_anew_is_encoded_anew()
    {
        Learn(1);
        await using var engine = await OpenAsync();
        (await RanAsync(engine)).ShouldContain("encode");
        (await RanAsync(engine)).ShouldBeEmpty();

        // The same name over other numbers: nothing in the graph has changed.
        Learn(2);
        (await RanAsync(engine)).ShouldBe(["encode"]);
    }

    private void Learn(float value)
    {
        var vector = new float[TinyFiles.Text.Width];
        Array.Fill(vector, value);
        new MemoryTensors().Add("emb_params", vector, 1, vector.Length).Write(_root, "embeddings", "toy.safetensors");
    }

    private Dictionary<string, IReadOnlyList<string>> Folders()
        => new[] { "text_encoders", "embeddings" }.ToDictionary(kind => kind, kind => (IReadOnlyList<string>)[Path.Combine(_root, kind)]);

    private async Task<Engine> OpenAsync()
    {
        var list = Path.Combine(_root, "plugins.json");
        await File.WriteAllTextAsync(list, JsonSerializer.Serialize(new { plugins = new[] { "Diffusion", "Basics" }.Select(name => new { assembly = Path.Combine(AppContext.BaseDirectory, $"MySpinBot.Nodes.{name}.dll") }) }));
        return await Engine.OpenAsync(new EngineOptions { OutputFolder = Path.Combine(_root, "out"), PluginsFile = list, InputFolders = [], CacheFolder = Path.Combine(_root, "cache"), ModelFolders = Folders() }, TestContext.Current.CancellationToken);
    }

    private static async Task<List<string>> RanAsync(Engine engine)
    {
        const string Graph = """
            {
              "version": 1,
              "nodes": {
                "load": { "class_type": "CLIPLoader", "inputs": { "clip_name": "tiny.safetensors", "type": "stable_diffusion" } },
                "encode": { "class_type": "CLIPTextEncode", "inputs": { "text": "a embedding:toy, in the sun", "clip": { "from": "load" } } }
              },
              "targets": ["encode"]
            }
            """;
        var read = GraphReader.Read(System.Text.Encoding.UTF8.GetBytes(Graph), new ReadLimits());
        read.Problems.ShouldBeEmpty();
        var valid = await engine.ValidateAsync(read.Document!, TestContext.Current.CancellationToken);
        valid.Problems.Select(problem => problem.Sentence).ShouldBeEmpty();
        List<string> ran = [];
        var summary = await engine.RunAsync(valid.Graph!, new RunOptions(), Listen, TestContext.Current.CancellationToken);
        summary.Outcome.ShouldBe(RunOutcome.Succeeded);
        return ran;

        void Listen(RunEvent happened)
        {
            if (happened is NodeFinished finished)
            {
                ran.Add(finished.NodeId);
            }
        }
    }
}
