using System.Text.Json;
using MySpinBot.Checkpoints;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Imaging.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Networks;

/// <summary>The picture encoder of the reference data, under every name that such weights have had.</summary>
[Trait("Category", "golden")]
public sealed class CLIP_vision_computes_what_PyTorch_did : IDisposable
{
    private const double Allowed = 2e-5;

    private static readonly string Folder = Path.Combine(Golden.Folder("svd-tiny"), "image_encoder");

    private readonly Checkpoint _weights = Checkpoint.Open(Path.Combine(Folder, "model.safetensors"));
    private readonly Checkpoint _io = Checkpoint.Open(Path.Combine(Folder, "io.safetensors"));
    private readonly JsonElement _config = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "config.json"))).RootElement;

    public void Dispose()
    {
        _weights.Dispose();
        _io.Dispose();
    }

    [Fact]
    public void With_what_lies_between()
    {
        var acts = _io.Entries.Where(entry => entry.Name.StartsWith("act.", StringComparison.Ordinal)).Select(entry => entry.Name).ToArray();
        acts.ShouldNotBeEmpty();

        var results = Run(_weights, [.. acts.Select(Module)]);

        GraphRun.Farthest(results[ClipVisionNetwork.Projected].Values, _io.ReadFloats("image_embeds")).ShouldBeLessThan(Allowed);
        GraphRun.Farthest(results[ClipVisionNetwork.LastHidden].Values, _io.ReadFloats("last_hidden_state")).ShouldBeLessThan(Allowed);
        foreach (var act in acts)
        {
            var (values, shape) = results[Module(act)];
            GraphRun.Farthest(GraphRun.Part(values, shape, act), _io.ReadFloats(act)).ShouldBeLessThan(Allowed, act);
        }
    }

    [Fact]
    public void What_stands_before_the_last_layer_goes_through_it_to_what_stands_behind()
    {
        var last = ClipVisionReading.Read(_weights, _config).Layers - 1;
        var results = Run(_weights, [$"vision_model.encoder.layers.{last - 1}", $"vision_model.encoder.layers.{last}"]);

        results[ClipVisionNetwork.PenultimateHidden].Values.ShouldBe(results[$"vision_model.encoder.layers.{last - 1}"].Values);
        results[ClipVisionNetwork.LastHidden].Values.ShouldBe(results[$"vision_model.encoder.layers.{last}"].Values);
        GraphRun.Farthest(results[ClipVisionNetwork.PenultimateHidden].Values, results[ClipVisionNetwork.LastHidden].Values).ShouldBeGreaterThan(0.01);
    }

    [Theory]
    [InlineData("visual.")]
    [InlineData("")]
    [InlineData("conditioner.embedders.0.open_clip.model.visual.")]
    public void Under_the_names_of_OpenCLIP_too(string prefix)
    {
        var named = ClipVisionNames.Official(OpenClip(prefix)).ShouldNotBeNull();

        named.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal).ShouldBe(_weights.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal));
        foreach (var entry in named.Entries)
        {
            entry.Shape.ShouldBe(_weights.Get(entry.Name).Shape, entry.Name);
            named.ReadFloats(entry).ShouldBe(_weights.ReadFloats(entry.Name), entry.Name);
        }

        GraphRun.Farthest(Run(named)[ClipVisionNetwork.Projected].Values, _io.ReadFloats("image_embeds")).ShouldBeLessThan(Allowed);
    }

    [Fact]
    public void In_half_precision_nearly()
    {
        var graph = ClipVisionNetwork.Build(_weights, ClipVisionReading.Read(_weights, _config), TensorType.Float16);

        var half = GraphRun.Of(graph, Pixels())[ClipVisionNetwork.Projected].Values;

        // Vectors of the order of one through a few layers; eleven bits of a number are 0.0005 of it.
        GraphRun.Farthest(half, _io.ReadFloats("image_embeds")).ShouldBeLessThan(0.02);
    }

    [Fact]
    public void From_a_file_without_a_configuration_its_shapes_tell_all_but_the_heads()
    {
        var (told, read) = (ClipVisionReading.Read(_weights, _config), ClipVisionReading.Read(_weights));

        read.ShouldBe(told with { Heads = read.Heads, Activation = read.Activation });
    }

    [Fact]
    public void What_tests_make_of_it_has_the_names_of_the_reference()
        => ClipVisionShapes.Of(ClipVisionReading.Read(_weights, _config)).Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal).ShouldBe(_weights.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal));

    private static string Module(string act)
    {
        var name = act["act.".Length..].Split('[')[0];
        return name.StartsWith("layer", StringComparison.Ordinal) ? $"vision_model.encoder.layers.{name["layer".Length..]}" : $"vision_model.{name}";
    }

    private Dictionary<string, (float[] Values, long[] Shape)> Run(ITensors weights, params string[] shown)
        => GraphRun.Of(ClipVisionNetwork.Build(weights, ClipVisionReading.Read(weights, _config), TensorType.Float32, shown), Pixels());

    // The bytes of the picture, prepared as the picture encoder's nodes do it: it has the size that is wanted.
    private (string Name, float[] Values, long[] Shape) Pixels()
    {
        var entry = _io.Get("image_u8");
        var (height, width) = ((int)entry.Shape[2], (int)entry.Shape[3]);
        var levels = _io.ReadFloats(entry);
        var image = Image.Create(1, height, width, 3, pixels =>
        {
            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i] = levels[(i % 3 * height * width) + (i / 3)] / 255;
            }
        });

        var prepared = new float[levels.Length];
        VisionPixels.Fill(image, 0, width, VisionPreprocessing.CentreCrop, prepared, TestContext.Current.CancellationToken);
        foreach (var expected in _io.Entries.Where(each => each.Name.StartsWith("pixel_values", StringComparison.Ordinal)))
        {
            GraphRun.Farthest(GraphRun.Part(prepared, [1, 3, height, width], expected.Name), _io.ReadFloats(expected)).ShouldBeLessThan(Allowed);
        }

        return (ClipVisionNetwork.Input, prepared, [1, 3, height, width]);
    }

    // A text tower's block beside it, and a number that belongs to both.
    private MemoryTensors OpenClip(string prefix)
        => ClipVisionShapes.ToOpenClip(_weights, prefix).Add("conditioner.text.transformer.resblocks.0.attn.in_proj_weight", [1f], 1, 1).Add("logit_scale", [4.6f]);
}
