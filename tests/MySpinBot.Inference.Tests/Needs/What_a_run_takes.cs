using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference.Tests;

/// <summary>The reckoned peak of a run against what the process really took: the kernel's high-water mark of resident memory, set back before the run.</summary>
public sealed class What_a_run_takes
{
    // Never under by more than a tenth; above by no more than double and what a process takes anyhow.
    private const double Least = 0.9;
    private const double Most = 2;
    private const long Slack = 12 << 20;

    // What else the process takes meanwhile.
    private const long Noise = 4 << 20;

    public static TheoryData<string> Tests => Alone.Tests(typeof(What_a_run_takes));

    [Theory]
    [MemberData(nameof(Tests))]
    public Task In_a_process_of_its_own(string test) => Alone.HoldsAsync(typeof(What_a_run_takes), test);

    [Fact(Explicit = true)]
    public void Of_a_compact_upscaler_is_told_from_its_graph()
    {
        using var file = Checkpoint.Open(RealModels.File("upscale_models/realesr-animevideov3.pth"));
        var plain = Compact(file);

        Told(plain, ("n", 1), ("h", 320), ("w", 240));
        Told(plain.Fused(ComputeProvider.Cpu), ("n", 1), ("h", 320), ("w", 240));
    }

    [Fact(Explicit = true)]
    public void Of_dense_blocks_is_told_from_its_graph() => Told(Dense(features: 64, growth: 32, blocks: 2), ("n", 1), ("h", 128), ("w", 128));

    [Fact(Explicit = true)]
    public void Of_a_network_with_steps_down_and_up_is_told_from_its_graph() => Told(Hourglass(), ("n", 2), ("h", 256), ("w", 256));

    [Fact(Explicit = true)]
    public void Of_attention_is_told_from_its_graph()
    {
        var g = new OnnxGraphBuilder("attention");
        var x = g.Input("x", TensorType.Float32, Dim.Of("n"), Dim.Of("t"), 128);
        GraphValue W(int seed) => g.Constant(Numbers.Random(seed, 128, 128).Floats, 128, 128);
        g.Output("y", g.MergeHeads(g.Attention(g.SplitHeads(g.Linear(x, W(1)), 4), g.SplitHeads(g.Linear(x, W(2)), 4), g.SplitHeads(g.Linear(x, W(3)), 4))));

        Told(g.Build(), ("n", 1), ("t", 2048));
    }

    [Theory(Explicit = true)]
    [InlineData("upscale_models/realesr-animevideov3.onnx", 320, 240)]
    [InlineData("facedetection/yunet_n_dynamic.onnx", 960, 960)]
    public void Of_a_file_is_told_from_the_operators_in_it(string name, long height, long width)
    {
        var path = RealModels.File(name);
        var graph = OnnxImport.Graph(OnnxFile.Read(path));
        var sizes = graph.Inputs[0].Shape.Zip([1L, 3, height, width]).Where(dim => !dim.First.IsKnown).ToDictionary(dim => dim.First.Name!, dim => dim.Second, StringComparer.Ordinal);

        Told(graph, sizes, File.ReadAllBytes(path));
    }

    private static void Told(OnnxGraph graph, params (string Name, long Size)[] sizes)
        => Told(graph, sizes.ToDictionary(size => size.Name, size => size.Size, StringComparer.Ordinal), OnnxWriter.ToBytes(graph));

    private static void Told(OnnxGraph graph, Dictionary<string, long> sizes, byte[] bytes)
    {
        var reckoned = WorkingMemory.Peak(graph, sizes, ComputeProvider.Cpu, Environment.ProcessorCount);
        var taken = Taken(graph, sizes, bytes);

        reckoned.ShouldBeGreaterThan((long)((taken - Noise) * Least), $"{graph.Name}: {taken >> 20} MiB were taken, {reckoned >> 20} MiB reckoned.");
        reckoned.ShouldBeLessThan((long)(taken * Most) + Slack, $"{graph.Name}: {taken >> 20} MiB were taken, {reckoned >> 20} MiB reckoned.");
    }

    // One run, inputs included, after a small one that warmed up what is made once.
    private static long Taken(OnnxGraph graph, Dictionary<string, long> sizes, byte[] bytes)
    {
        using var options = SessionOptionsOf.Device(ComputeDevice.Cpu, new OnnxSessionOptions());
        using var session = new InferenceSession(bytes, options);
        Run(session, graph, sizes);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        HostMemory.ReturnFreed();
        File.WriteAllText("/proc/self/clear_refs", "5");
        var before = Kilobytes("VmRSS");
        Run(session, graph, sizes);
        return (Kilobytes("VmHWM") - before) * 1024;
    }

    private static void Run(InferenceSession session, OnnxGraph graph, Dictionary<string, long> sizes)
    {
        var input = graph.Inputs[0];
        long[] shape = [.. input.Shape.Select(dim => dim.Size(sizes))];
        using var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float, shape);
        value.GetTensorMutableDataAsSpan<float>().Fill(0.5f);
        using var run = new RunOptions();
        using var results = session.Run(run, [input.Name], [value], session.OutputNames);
    }

    private static long Kilobytes(string what)
        => long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith(what, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture);

    private static OnnxGraph Compact(Checkpoint file)
    {
        var g = new OnnxGraphBuilder("compact");
        var x = g.Input("x", TensorType.Float32, Dim.Of("n"), 3, Dim.Of("h"), Dim.Of("w"));
        var y = g.Conv(x, file, "body.0", padding: 1);
        for (var i = 1; file.TryGet($"body.{i + 1}.weight", out _); i += 2)
        {
            y = g.Conv(g.PRelu(y, g.Weight(file, $"body.{i}.weight")), file, $"body.{i + 1}", padding: 1);
        }

        g.Output("y", g.Add(g.PixelShuffle(y, 4), g.UpsampleNearest(x, 4)));
        return g.Build();
    }

    private static OnnxGraph Dense(int features, int growth, int blocks)
    {
        var g = new OnnxGraphBuilder("dense");
        var x = g.Input("x", TensorType.Float32, Dim.Of("n"), 3, Dim.Of("h"), Dim.Of("w"));
        GraphValue Conv(GraphValue v, int outs) => g.Conv(v, g.Constant(Numbers.Random(outs, outs, v.Shape[1].Known, 3, 3).Floats, outs, v.Shape[1].Known, 3, 3), padding: 1);
        var y = Conv(x, features);
        for (var block = 0; block < blocks; block++)
        {
            List<GraphValue> grown = [y];
            for (var i = 0; i < 4; i++)
            {
                grown.Add(g.LeakyRelu(Conv(g.Concat(1, grown.ToArray()), growth), 0.2f));
            }

            y = g.Add(g.Scale(Conv(g.Concat(1, grown.ToArray()), features), 0.2f), y);
        }

        y = g.LeakyRelu(Conv(g.UpsampleNearest(y, 2), features), 0.2f);
        g.Output("y", Conv(y, 3));
        return g.Build();
    }

    private static OnnxGraph Hourglass()
    {
        var g = new OnnxGraphBuilder("hourglass");
        var x = g.Input("x", TensorType.Float32, Dim.Of("n"), 6, Dim.Of("h"), Dim.Of("w"));
        GraphValue Conv(GraphValue v, int outs, int stride) => g.Relu(g.Conv(v, g.Constant(Numbers.Random(outs, outs, v.Shape[1].Known, 3, 3).Floats, outs, v.Shape[1].Known, 3, 3), stride: stride, padding: 1));
        GraphValue Up(GraphValue v, int outs) => g.Relu(g.ConvTranspose(v, g.Constant(Numbers.Random(outs, v.Shape[1].Known, outs, 3, 3).Floats, v.Shape[1].Known, outs, 3, 3), null, [2, 2], [1, 1, 1, 1], [1, 1]));
        var a = Conv(x, 16, 1);
        var b = Conv(a, 32, 2);
        var c = Conv(b, 64, 2);
        g.Output("y", Conv(g.Concat(1, Up(g.Concat(1, Up(c, 32), b), 16), a), 3, 1));
        return g.Build();
    }
}
