using MySpinBot.Checkpoints;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Diffusion.Tests.Networks;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Seeing;

/// <summary>The runner of CLIP's vision networks, from a file of weights to vectors.</summary>
public sealed class Pictures_are_encoded : IAsyncLifetime
{
    private static readonly ClipVisionConfig Tiny = new(24, 3, 2, 28, 7, 20);

    private readonly string _folder = Directory.CreateTempSubdirectory("clip-vision-").FullName;
    private readonly WeightedCall _call = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        await _call.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Each_for_itself_however_many_there_are()
    {
        var vision = Vision();
        var pictures = Pictures(11);
        using var run = await VisionRun.OpenAsync(vision, _call, Cancellation);

        var together = await run.EncodeAsync(pictures, VisionPreprocessing.CentreCrop, Cancellation);

        (together.Projected.Batch, together.Projected.Tokens, together.Projected.Width).ShouldBe((11, 1, Tiny.Projected));
        (together.LastHidden.Batch, together.LastHidden.Tokens, together.LastHidden.Width).ShouldBe((11, 17, Tiny.Width));
        _call.ProgressTold[^1].ShouldBe((11, 11));
        for (var i = 0; i < 11; i++)
        {
            var alone = await run.EncodeAsync(Image.Own(1, pictures.Height, pictures.Width, 3, pictures.Picture(i).ToArray()), VisionPreprocessing.CentreCrop, Cancellation);
            GraphRun.Farthest(Of(together.Projected, i), alone.Projected.Values).ShouldBeLessThan(1e-5);
            GraphRun.Farthest(Of(together.LastHidden, i), alone.LastHidden.Values).ShouldBeLessThan(1e-5);
            GraphRun.Farthest(Of(together.PenultimateHidden, i), alone.PenultimateHidden.Values).ShouldBeLessThan(1e-5);
        }

        GraphRun.Farthest(Of(together.Projected, 0), Of(together.Projected, 1)).ShouldBeGreaterThan(0.01);
        _call.Notes["dtype"].ShouldBe("float32");
    }

    [Fact]
    public async Task One_by_one_where_there_is_room_for_no_more()
    {
        var pictures = Pictures(5);
        var vision = Vision();
        using var roomy = await VisionRun.OpenAsync(vision, _call, Cancellation);
        var expected = await roomy.EncodeAsync(pictures, VisionPreprocessing.Squash, Cancellation);
        long room;
        using (var model = VisionFile.Open(Path.Combine(_folder, "model.safetensors"), Tiny, TensorType.Float32))
        {
            room = model.ResidentBytes(Inference.ComputeDevice.Cpu) + model.WorkingBytes(Inference.ComputeDevice.Cpu, new Dictionary<string, long> { [ClipVisionNetwork.Count] = 1 });
        }

        await using var tight = new WeightedCall(room);
        using var run = await VisionRun.OpenAsync(vision with { Weights = tight.Put(Path.Combine(_folder, "model.safetensors"), "clip_vision") }, tight, Cancellation);
        var encoded = await run.EncodeAsync(pictures, VisionPreprocessing.Squash, Cancellation);

        tight.ProgressTold.Count.ShouldBe(5);
        GraphRun.Farthest(encoded.Projected.Values, expected.Projected.Values).ShouldBeLessThan(1e-5);
    }

    [Fact]
    public void A_configuration_beside_the_file_counts_where_it_describes_it()
    {
        var path = new RandomWeights(ClipVisionShapes.Of(Tiny)).Write(_folder, "model.safetensors");
        var weights = new WeightFile(VisionFile.Folder, ContentId.Of([1]), 1);
        VisionFile.Read(path, weights).Network.Heads.ShouldBe(1, "64 channels a head do not divide 24");

        File.WriteAllText(Path.Combine(_folder, "config.json"), $$"""{"hidden_size": {{Tiny.Width}}, "num_hidden_layers": {{Tiny.Layers}}, "num_attention_heads": {{Tiny.Heads}}, "hidden_act": "gelu", "layer_norm_eps": 1e-5}""");
        VisionFile.Read(path, weights).Network.ShouldBe(Tiny);

        File.WriteAllText(Path.Combine(_folder, "config.json"), """{"hidden_size": 512, "num_hidden_layers": 12, "num_attention_heads": 8}""");
        VisionFile.Read(path, weights).Network.Heads.ShouldBe(1);

        File.WriteAllText(Path.Combine(_folder, "config.json"), "no json");
        VisionFile.Read(path, weights).Network.Heads.ShouldBe(1);
    }

    [Theory]
    [InlineData(1024, 24, 14, 16, GeluKind.Quick)]
    [InlineData(1280, 32, 14, 16, GeluKind.Exact)]
    [InlineData(1664, 48, 14, 16, GeluKind.Exact)]
    [InlineData(768, 12, 32, 12, GeluKind.Quick)]
    public void Published_networks_have_their_published_heads(int width, int layers, int patch, int heads, GeluKind activation)
    {
        var full = new ClipVisionConfig(width, layers, heads, 224, patch, 768) { Activation = activation };

        ClipVisionReading.Read(new RandomWeights(ClipVisionShapes.Of(full))).ShouldBe(full);
    }

    [Fact]
    public void What_is_none_is_told()
    {
        var lacking = new RandomWeights(new ShapeList().Add("first.weight", 2, 2)).Write(_folder, "other.safetensors");
        Should.Throw<CheckpointException>(() => VisionFile.Read(lacking, new WeightFile(VisionFile.Folder, ContentId.Of([1]), 1))).Message.ShouldContain("'other.safetensors' is ");

        var shapes = ClipVisionShapes.Of(Tiny).Entries.Where(entry => !entry.Name.Contains("layers.1.mlp.fc2", StringComparison.Ordinal)).Aggregate(new ShapeList(), (list, entry) => list.Add(entry.Name, entry.Shape.AsSpan()));
        var torn = new RandomWeights(shapes).Write(_folder, "torn.safetensors");
        Should.Throw<CheckpointException>(() => VisionFile.Read(torn, new WeightFile(VisionFile.Folder, ContentId.Of([1]), 1))).Message.ShouldContain("vision_model.encoder.layers.1.mlp.fc2.weight");

        var crooked = ClipVisionShapes.Of(Tiny).Entries.Aggregate(new ShapeList(), (list, entry) => list.Add(entry.Name, entry.Name.EndsWith("position_embedding.weight", StringComparison.Ordinal) ? [12, 24] : entry.Shape.AsSpan()));
        Should.Throw<CheckpointException>(() => ClipVisionReading.Read(new RandomWeights(crooked))).Message.ShouldContain("12 positions");
    }

    private static ReadOnlySpan<float> Of(Embedding embedding, int picture) => embedding.Values.Slice(picture * embedding.Tokens * embedding.Width, embedding.Tokens * embedding.Width);

    private static Image Pictures(int count) => Image.Create(count, 40, 33, 3, pixels =>
    {
        var random = new Random(7);
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = random.NextSingle();
        }
    });

    private VisionEncoder Vision() => new(_call.Put(new RandomWeights(ClipVisionShapes.Of(Tiny)).Write(_folder, "model.safetensors"), "clip_vision"), Tiny);
}
