using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference.Tests;

public sealed class Graphs_are_written_as_ONNX
{
    [Theory]
    [InlineData(TensorType.Float16)]
    [InlineData(TensorType.BFloat16)]
    [InlineData(TensorType.Float64)]
    public void Weights_of_any_precision_are_taken_from_the_file_as_they_are(TensorType stored)
    {
        float[] numbers = [1, -0.5f, 2, 0.25f];
        var file = Path.GetTempFileName();
        try
        {
            SafetensorsWriterOf(file, numbers, stored);
            using var weights = Checkpoint.Open(file);
            var g = new OnnxGraphBuilder("stored");
            var x = g.Input("x", TensorType.Float32, Dim.Of("n"), 2);
            g.Output("y", g.Linear(x, g.Weight(weights, "w")));
            var graph = g.Build();

            graph.Initializers.ShouldHaveSingleItem().Type.ShouldBe(stored);
            Computed.By(graph, ("x", Numbers.Of([2f, 4], 1, 2)))["y"].Floats.ShouldBe([0, 5]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Half_precision_takes_and_gives_single_at_the_door()
    {
        var g = new OnnxGraphBuilder("half", TensorType.Float16);
        var x = g.Input("x", TensorType.Float32, Dim.Of("n"), 3, Dim.Of("h"), 4);
        var weights = Numbers.Random(1, 2, 3, 3, 3);
        g.Output("y", g.Silu(g.Conv(g.ToCompute(x), g.Constant(weights.Floats, 2, 3, 3, 3), padding: 1)), TensorType.Float32);
        var input = Numbers.Random(2, 1, 3, 5, 4);
        var half = Computed.By(g.Build(), ("x", input))["y"];

        var single = new OnnxGraphBuilder("single");
        single.Output("y", single.Silu(single.Conv(single.Input("x", TensorType.Float32, 1, 3, 5, 4), single.Constant(weights.Floats, 2, 3, 3, 3), padding: 1)));
        half.FarthestFrom(Computed.By(single.Build(), ("x", input))["y"]).ShouldBeLessThan(0.02f);
    }

    [Fact]
    public void More_than_two_gibibytes_of_weights_lie_outside()
    {
        var huge = new Huge(new TensorEntry("table", TensorType.Float32, [(3L << 30) / 16, 4]));
        var g = new OnnxGraphBuilder("huge");
        g.Output("y", g.Embedding(g.Weight(huge, "table"), g.Input("at", TensorType.Int64, Dim.Of("n"))));
        var graph = g.Build();

        Should.Throw<ArgumentException>(() => OnnxWriter.Write(graph, Stream.Null)).Message.ShouldBe("The graph huge is 3072 MiB with its weights, and an ONNX file ends at 2 GiB: leave the weights in files of their own. (Parameter 'graph')");
        OnnxWriter.ToBytes(graph, weight => new WeightPlace("weights", 0, weight.ByteCount)).Length.ShouldBeLessThan(1000);
    }

    [Fact]
    public void Weights_outside_are_read_from_where_they_are_said_to_lie()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var g = new OnnxGraphBuilder("outside");
            g.Output("y", g.Add(g.Input("x", TensorType.Float32, 4), g.Constant([1f, 2, 3, 4], 4)));
            File.WriteAllBytes(Path.Combine(folder, "weights"), [7, 7, 7, .. MemoryMarshal.AsBytes<float>([10f, 20, 30, 40])]);
            using (var model = File.Create(Path.Combine(folder, "model.onnx")))
            {
                OnnxWriter.Write(g.Build(), model, weight => new WeightPlace("weights", 3, weight.ByteCount));
            }

            using var options = SessionOptionsOf.Device(ComputeDevice.Cpu, new OnnxSessionOptions());
            using var session = new InferenceSession(Path.Combine(folder, "model.onnx"), options);
            using var input = OrtValue.CreateTensorValueFromMemory(new float[] { 1, 1, 1, 1 }, [4]);
            using var run = new RunOptions();
            using var results = session.Run(run, ["x"], [input], ["y"]);

            results[0].GetTensorDataAsSpan<float>().ToArray().ShouldBe([11, 21, 31, 41]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void SafetensorsWriterOf(string file, float[] numbers, TensorType type)
    {
        byte[] bytes = type switch
        {
            TensorType.Float16 => [.. MemoryMarshal.AsBytes<Half>(Array.ConvertAll(numbers, number => (Half)number))],
            TensorType.BFloat16 => [.. MemoryMarshal.AsBytes<ushort>(Array.ConvertAll(numbers, number => (ushort)(BitConverter.SingleToUInt32Bits(number) >> 16)))],
            _ => [.. MemoryMarshal.AsBytes<double>(Array.ConvertAll(numbers, number => (double)number))],
        };

        using var output = File.Create(file);
        var entry = new TensorEntry("w", type, [2, 2]);
        SafetensorsWriter.Write(new LateTensor(entry, bytes), null, output);
    }

    /// <summary>A tensor that is larger than anything that could be read here, and is not.</summary>
    private sealed class Huge(TensorEntry entry) : ITensors
    {
        public IReadOnlyList<TensorEntry> Entries => [entry];

        public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? found)
        {
            found = entry;
            return true;
        }

        public void Read(TensorEntry wanted, Span<byte> destination) => throw new InvalidOperationException("Nobody should read it.");

        public bool TryMap(TensorEntry wanted, out nint address)
        {
            address = 0;
            return false;
        }
    }
}
