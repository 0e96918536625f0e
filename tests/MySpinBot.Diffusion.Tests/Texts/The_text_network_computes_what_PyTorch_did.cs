using System.Text.Json;
using System.Text.RegularExpressions;
using MySpinBot.Checkpoints;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Diffusion.Tests.Networks;
using MySpinBot.Imaging.Tests;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion.Tests.Texts;

/// <summary>The reference text encoder: what comes out, what comes out of modules on the way, skipped layers, both layouts, half precision.</summary>
[Trait("Category", "golden")]
public sealed partial class The_text_network_computes_what_PyTorch_did
{
    // Of transformers in float32; the reference itself loses 1.7e-6 by computing in it.
    private const double Tolerance = 2e-5;

    private static readonly string Folder = Path.Combine(Golden.Folder("sd15-tiny"), "text_encoder");

    [Fact]
    public void In_every_layer()
    {
        using var weights = Weights();
        using var io = Checkpoint.Open(Path.Combine(Folder, "io.safetensors"));
        var config = ClipTextReading.Read(weights, Config());
        var acts = io.Entries.Select(entry => entry.Name).Where(name => name.StartsWith("act.", StringComparison.Ordinal)).ToDictionary(name => name, Module);
        acts.ShouldNotBeEmpty();

        var seen = Run(ClipTextNetwork.Build(weights, config, shown: acts.Values), io, config);

        Seen.Farthest(seen[ClipTextNetwork.Hidden(config.Layers - 1)], io, "last_hidden_state").ShouldBeLessThanOrEqualTo(Tolerance);
        Seen.Farthest(seen[ClipTextNetwork.Pooled], io, "pooler_output").ShouldBeLessThanOrEqualTo(Tolerance);
        Seen.Farthest(seen[ClipTextNetwork.Hidden(ClipTextNetwork.LayerOf(-2, config))], io, "clip_skip2(final_layer_norm of penultimate)").ShouldBeLessThanOrEqualTo(Tolerance);
        foreach (var (name, module) in acts)
        {
            Seen.Farthest(seen[module], io, name).ShouldBeLessThanOrEqualTo(Tolerance, name);
        }
    }

    [Fact]
    public void Layers_may_come_without_the_last_normalisation()
    {
        using var weights = Weights();
        using var io = Checkpoint.Open(Path.Combine(Folder, "io.safetensors"));
        var config = ClipTextReading.Read(weights, Config()) with { NormalisesHidden = false };
        var seen = Run(ClipTextNetwork.Build(weights, config), io, config);
        Seen.Farthest(seen[ClipTextNetwork.Hidden(ClipTextNetwork.LayerOf(-2, config))], io, "hidden_states_penultimate").ShouldBeLessThanOrEqualTo(Tolerance);
        Seen.Farthest(seen[ClipTextNetwork.Pooled], io, "pooler_output").ShouldBeLessThanOrEqualTo(Tolerance);
    }

    [Fact]
    public void A_learnt_word_stands_where_a_token_would()
    {
        using var weights = Weights();
        using var io = Checkpoint.Open(Path.Combine(Folder, "io.safetensors"));
        var config = ClipTextReading.Read(weights, Config());
        var graph = ClipTextNetwork.Build(weights, config);
        var plain = Run(graph, io, config);

        // The vector of a word, brought as one that was learnt, does what the word does.
        var (ids, table) = (Ids(io), weights.ReadFloats("text_model.embeddings.token_embedding.weight"));
        var word = (int)ids[3];
        var learnt = table.AsSpan(word * config.Width, config.Width).ToArray();
        var replaced = Array.ConvertAll(ids, id => id == word ? config.Vocabulary : id);
        var seen = Run(graph, io, config, replaced, learnt);
        Seen.Farthest(seen[ClipTextNetwork.Hidden(config.Layers - 1)].ToFloats(), plain[ClipTextNetwork.Hidden(config.Layers - 1)].ToFloats()).ShouldBe(0);
    }

    [Fact]
    public void A_single_file_holds_the_same_network()
    {
        using var single = Checkpoint.Open(Directory.EnumerateFiles(Path.Combine(Golden.Folder("sd15-tiny"), "single-file-ldm"), "*.safetensors").Single());
        using var folder = Weights();
        var named = ClipTextNames.Official(single)!;
        var keys = Golden.Json("sd15-tiny", "single-file-ldm/ldm_to_diffusers_keys.json").EnumerateObject().Where(pair => pair.Value.GetString()!.StartsWith("text_encoder/", StringComparison.Ordinal)).ToArray();
        keys.ShouldNotBeEmpty();
        foreach (var key in keys)
        {
            named.TryGet(key.Value.GetString()!["text_encoder/".Length..], out _).ShouldBeTrue(key.Name);
        }

        named.Entries.Select(entry => entry.Name).ShouldBe(folder.Entries.Select(entry => entry.Name), ignoreOrder: true);
        foreach (var entry in folder.Entries.Where(entry => entry.Type == TensorType.Float32))
        {
            named.ReadFloats(entry.Name).ShouldBe(Array.ConvertAll(folder.ReadFloats(entry), number => (float)(Half)number), entry.Name);
        }

        // Heads and the activation are not in weights.
        var described = ClipTextReading.Read(folder, Config());
        (ClipTextReading.Read(named) with { Heads = described.Heads, Activation = described.Activation }).ShouldBe(described);
    }

    [Fact]
    public void Half_precision_stays_near()
    {
        using var weights = Weights();
        using var io = Checkpoint.Open(Path.Combine(Folder, "io.safetensors"));
        var config = ClipTextReading.Read(weights, Config());
        var seen = Run(ClipTextNetwork.Build(weights, config, TensorType.Float16), io, config);

        // Values are up to 4; a half has 11 bits, and three layers lose a few of them.
        Seen.Farthest(seen[ClipTextNetwork.Hidden(config.Layers - 1)], io, "last_hidden_state").ShouldBeLessThanOrEqualTo(2e-2);
    }

    [Fact]
    public void The_full_network_is_read_from_shapes_alone()
    {
        var made = new RandomWeights(ClipTextShapes.Of(ClipTextShapes.Full));
        ClipTextReading.Read(made).ShouldBe(ClipTextShapes.Full);
        ClipTextNetwork.Build(made, ClipTextShapes.Full).Outputs.Length.ShouldBe(ClipTextShapes.Full.Layers + 1);
    }

    [Theory]
    [InlineData("{\"hidden_act\": \"relu\"}", "'gelu' or 'quick_gelu' would be right")]
    [InlineData("{\"hidden_size\": 31}", "one of the two is of another model")]
    [InlineData("{\"num_attention_heads\": 101}", "101 heads cannot share evenly")]
    public void What_does_not_belong_together_is_refused(string json, string sentence)
    {
        using var weights = Weights();
        Should.Throw<CheckpointException>(() => ClipTextReading.Read(weights, JsonDocument.Parse(json).RootElement)).Message.ShouldContain(sentence);
    }

    [Theory]
    [InlineData("text_model.")]
    [InlineData("cond_stage_model.transformer.text_model.")]
    [InlineData("cond_stage_model.transformer.")]
    [InlineData("conditioner.embedders.0.transformer.text_model.")]
    [InlineData("text_encoders.clip_l.transformer.text_model.")]
    public void It_is_found_wherever_it_stands(string below)
    {
        var shapes = new ShapeList().AddAll(ClipTextShapes.Of(ClipTextShapes.Tiny())).Add("text_projection.weight", 32, 32);
        var all = new RenamedTensors(new RandomWeights(shapes), name => name.StartsWith("text_model.", StringComparison.Ordinal) ? below + name["text_model.".Length..] : below[..^(below.EndsWith("text_model.", StringComparison.Ordinal) ? "text_model.".Length : 0)] + name);
        var named = ClipTextNames.Official(all)!;
        named.TryGet("text_model.final_layer_norm.weight", out _).ShouldBeTrue();
        named.TryGet("text_projection.weight", out _).ShouldBeTrue();
        ClipTextReading.Read(named).Layers.ShouldBe(2);
    }

    private static Checkpoint Weights() => Checkpoint.Open(Path.Combine(Folder, "model.safetensors"));

    private static JsonElement Config() => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "config.json"))).RootElement;

    private static long[] Ids(Checkpoint io)
    {
        var ids = new long[io.Get("input_ids").Count];
        io.Read(io.Get("input_ids"), System.Runtime.InteropServices.MemoryMarshal.AsBytes(ids.AsSpan()));
        return ids;
    }

    private static IReadOnlyDictionary<string, Tensor> Run(OnnxGraph graph, Checkpoint io, ClipTextConfig config, long[]? ids = null, float[]? learnt = null)
    {
        ids ??= Ids(io);
        var (rows, length) = (io.Get("input_ids").Shape[0], (int)io.Get("input_ids").Shape[1]);
        using var session = OnnxSession.Load(OnnxModel.Of(graph), ComputeDevice.Cpu);
        using var tokens = Tensor.Of(ids, rows, length);
        using var vectors = Tensor.Of(learnt ?? new float[config.Width], 1, config.Width);
        using var ends = Tensor.Of([.. ids.Chunk(length).Select(row => (long)Array.IndexOf(row, config.End))], rows);
        return session.Run(new Dictionary<string, Tensor> { [ClipTextNetwork.Tokens] = tokens, [ClipTextNetwork.Learnt] = vectors, [ClipTextNetwork.Ends] = ends }, TestContext.Current.CancellationToken);
    }

    // What the data calls what it saw, as the module that it came out of.
    private static string Module(string seen) => $"text_model.{Layer().Replace(seen["act.".Length..], "encoder.layers.$1")}";

    [GeneratedRegex(@"^layer(\d+)")]
    private static partial Regex Layer();
}
