using MySpinBot.Checkpoints;

namespace MySpinBot.Inference.Tests;

public sealed class Where_weights_are_read_from
{
    private const int Width = 1024;

    [Fact]
    public void Only_what_is_computed_is_copied_and_the_rest_comes_from_the_file()
    {
        // Beside the tests and not in the folder for temporary files: what they have in common may be no more than the root.
        var folder = Directory.CreateDirectory(Path.Join(AppContext.BaseDirectory, $"weights-{Guid.NewGuid():n}")).FullName;
        try
        {
            var (weights, link) = (Weights(), Path.Join(folder, "by a link"));
            Directory.CreateDirectory(Path.Join(folder, "kept"));
            using (var file = File.Create(Path.Join(folder, "kept", "w.safetensors")))
            {
                SafetensorsWriter.Write(weights, null, file);
            }

            Directory.CreateSymbolicLink(link, Path.Join(folder, "kept"));
            using var checkpoint = Checkpoint.Open(Path.Join(link, "w.safetensors"));
            var graph = Graph(checkpoint);

            using (var places = WeightPlaces.Of(graph, staysMapped: false))
            {
                places.Copied.ShouldBe(2L * Width * Width * sizeof(float));
            }

            Ask(graph).ShouldBe(Ask(Graph(weights)));
            Directory.EnumerateDirectories(Path.GetTempPath(), "myspinbot-weights-*").Where(each => File.Exists(Path.Join(each, "weights")) && new FileInfo(Path.Join(each, "weights")).Length == 2L * Width * Width * sizeof(float)).ShouldBeEmpty();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Narrow_weights_are_told_as_what_they_take_while_they_are_widened()
    {
        var builder = new OnnxGraphBuilder("narrow");
        var tensors = new MemoryTensors();
        tensors.AddBytes("w", TensorType.Float16, new byte[64 * 64 * 2], [64, 64]);
        builder.Output("y", builder.MatMul(builder.Input("x", TensorType.Float32, Dim.Of("n"), 64), builder.Weight(tensors, "w")));
        using var model = OnnxModel.Of(builder.Build());

        model.LoadingBytes(ComputeDevice.Cpu).ShouldBe(model.ResidentBytes(ComputeDevice.Cpu) + (64 * 64 * sizeof(float)));
        var cuda = new ComputeDevice(new MySpinBot.Sdk.DeviceId("cuda:0"), ComputeProvider.Cuda);
        model.LoadingBytes(cuda).ShouldBe(model.ResidentBytes(cuda));
    }

    private static MemoryTensors Weights()
    {
        var (random, tensors) = (new Random(7), new MemoryTensors());
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) / 16)];
        tensors.Add("conv", Numbers(64 * 64 * 9), [64, 64, 3, 3]);
        tensors.Add("first", Numbers(Width * Width), [Width, Width]);
        tensors.Add("second", Numbers(Width * Width), [Width, Width]);
        tensors.Add("third", Numbers(Width * Width), [Width, Width]);
        return tensors;
    }

    // A convolution, which is laid out in blocks, and three matrices, two of which are computed when they are read, as those that a LoRA changes.
    private static OnnxGraph Graph(ITensors weights)
    {
        var builder = new OnnxGraphBuilder("half computed");
        var picture = builder.Conv(builder.Input("x", TensorType.Float32, Dim.Of("n"), 64, 4, 4), builder.Weight(weights, "conv"), padding: 1);
        var x = builder.MatMul(builder.Flatten(picture, 1), builder.Weight(weights, "first"));
        x = builder.MatMul(x, builder.Weight(Twice(weights, "second"), "second"));
        builder.Output("y", builder.MatMul(x, builder.Weight(Twice(weights, "third"), "third")));
        return builder.Build();
    }

    private static LateTensor Twice(ITensors weights, string name)
    {
        weights.TryGet(name, out var entry).ShouldBeTrue();
        return new LateTensor(new TensorEntry(name, TensorType.Float32, entry!.Shape), () => [.. weights.ReadFloats(entry).Select(number => 2 * number)]);
    }

    private static float[] Ask(OnnxGraph graph)
    {
        using var session = OnnxSession.Load(OnnxModel.Of(graph), ComputeDevice.Cpu);
        using var x = Tensor.Of([.. Enumerable.Range(0, Width).Select(i => MathF.Sin(i))], 1, 64, 4, 4);
        using var y = session.Run(new Dictionary<string, Tensor> { ["x"] = x }, default)["y"];
        return y.ToFloats();
    }
}
