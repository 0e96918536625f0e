using System.Diagnostics;
using System.Globalization;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference.Tests;

/// <summary>What is told of a model before it is loaded against what the process really took: the kernel's count of memory that is no file's.</summary>
public sealed class What_a_loaded_model_takes
{
    // Never under by more than a tenth; above by no more than a quarter, what a session takes anyhow, and what the garbage collector gave back meanwhile.
    private const double Least = 0.9;
    private const double Most = 1.25;
    private const long Slack = 8 << 20;

    // What the runtime takes meanwhile.
    private const long Noise = 2 << 20;

    public static TheoryData<string> Tests => Alone.Tests(typeof(What_a_loaded_model_takes));

    [Theory]
    [MemberData(nameof(Tests))]
    public Task In_a_process_of_its_own(string test) => Alone.HoldsAsync(typeof(What_a_loaded_model_takes), test);

    [Theory(Explicit = true)]
    [InlineData(TensorType.Float32, false)]
    [InlineData(TensorType.Float16, false)]
    [InlineData(TensorType.Float32, true)]
    public void Of_convolutions_is_told(TensorType stored, bool isOdd) => Told(builder =>
    {
        var (few, many) = isOdd ? (100, 147) : (128, 128);
        var x = builder.Input("x", TensorType.Float32, 1, few, Dim.Of("h"), Dim.Of("w"));
        for (var i = 0; i < 24; i++)
        {
            var (from, to) = i % 2 == 0 ? (few, many) : (many, few);
            x = builder.Relu(builder.Conv(x, Weight(builder, stored, i, to, from, 3, 3), padding: 1));
        }

        builder.Output("y", x);
    });

    [Theory(Explicit = true)]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.BFloat16)]
    public void Of_products_of_matrices_is_told(TensorType stored) => Told(builder =>
    {
        var x = builder.Input("x", TensorType.Float32, Dim.Of("n"), 1024);
        for (var i = 0; i < 6; i++)
        {
            x = builder.Relu(builder.MatMul(x, Weight(builder, stored, i, 1024, 1024)));
        }

        builder.Output("y", x);
    });

    [Fact(Explicit = true)]
    public void Of_a_file_is_told_and_what_is_disposed_is_given_back()
    {
        Upscaler.Load().Dispose();
        var before = Anonymous();
        var session = Upscaler.Load();
        (Anonymous() - before).ShouldBeLessThan((long)(session.Bytes / Least) + Noise);

        session.Dispose();

        (Anonymous() - before).ShouldBeLessThan(Slack);
    }

    [Fact(Explicit = true)]
    public async Task What_a_large_run_took_is_given_back_when_it_is_over()
    {
        using var session = Upscaler.Load();
        _ = Upscaler.Run(session, Upscaler.Picture(32), 32);
        var before = Anonymous();
        Tensor.Of(Upscaler.Picture(320), 1, 3, 320, 320).Dispose();
        _ = Upscaler.Run(session, Upscaler.Picture(320), 320);

        // It is given back a moment after the last run: whoever runs frame after frame keeps it.
        var clock = Stopwatch.StartNew();
        while (Anonymous() - before > 2 * Slack && clock.Elapsed < TimeSpan.FromSeconds(30))
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        (Anonymous() - before).ShouldBeLessThan(2 * Slack);
    }

    [Fact(Explicit = true)]
    public void Weights_that_stay_mapped_take_files_instead_of_memory_and_give_the_same()
    {
        var (usual, input) = (Matrices(), new float[1024]);
        Array.Fill(input, 0.01f);
        float[] Ask(OnnxSession session)
        {
            using var x = Tensor.Of(input, 1, 1024);
            using var y = session.Run(new Dictionary<string, Tensor> { ["x"] = x }, default)["y"];
            return y.ToFloats();
        }

        float[] expected;
        using (var packed = OnnxSession.Load(OnnxModel.Of(usual), ComputeDevice.Cpu))
        {
            expected = Ask(packed);
        }

        var before = Anonymous();
        using var mapped = OnnxSession.Load(OnnxModel.Of(usual), ComputeDevice.Cpu, new OnnxSessionOptions { KeepsWeightsMapped = true });

        (Anonymous() - before).ShouldBeLessThan(mapped.Bytes / 2);
        Ask(mapped).Zip(expected, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-4f);
        Directory.EnumerateDirectories(Path.GetTempPath(), "myspinbot-weights-*").ShouldBeEmpty();
    }

    private static OnnxGraph Matrices()
    {
        var builder = new OnnxGraphBuilder("matrices");
        var x = builder.Input("x", TensorType.Float32, Dim.Of("n"), 1024);
        for (var i = 0; i < 6; i++)
        {
            x = builder.MatMul(x, Weight(builder, TensorType.Float32, i, 1024, 1024));
        }

        builder.Output("y", x);
        return builder.Build();
    }

    private static void Told(Action<OnnxGraphBuilder> build)
    {
        var builder = new OnnxGraphBuilder("weights");
        build(builder);
        using var model = OnnxModel.Of(builder.Build());
        var told = model.ResidentBytes(ComputeDevice.Cpu);
        Upscaler.Load().Dispose();
        var before = Anonymous();
        using var session = OnnxSession.Load(model, ComputeDevice.Cpu);
        var taken = Anonymous() - before;

        told.ShouldBeGreaterThan((long)((taken - Noise) * Least), $"{taken >> 10} KiB were taken, {told >> 10} KiB told.");
        told.ShouldBeLessThan((long)(taken * Most) + Slack, $"{taken >> 10} KiB were taken, {told >> 10} KiB told.");
    }

    private static GraphValue Weight(OnnxGraphBuilder builder, TensorType stored, int seed, params long[] shape)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        var bytes = new byte[count * stored.Size()];
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var number = (float)((random.NextDouble() - 0.5) * 0.1);
            _ = stored switch
            {
                TensorType.Float16 => BitConverter.TryWriteBytes(bytes.AsSpan(i * 2), (Half)number),
                TensorType.BFloat16 => BitConverter.TryWriteBytes(bytes.AsSpan(i * 2), (ushort)(BitConverter.SingleToUInt32Bits(number) >> 16)),
                _ => BitConverter.TryWriteBytes(bytes.AsSpan(i * 4), number),
            };
        }

        return builder.Weight(new One($"w{seed}", stored, shape, bytes), $"w{seed}");
    }

    // What the garbage collector holds is not what is measured.
    private static long Anonymous()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        HostMemory.ReturnFreed();
        var line = File.ReadLines("/proc/self/status").First(each => each.StartsWith("RssAnon:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(8, line.Length - 10).Trim(), CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>One tensor, made by the test.</summary>
    private sealed class One(string name, TensorType type, long[] shape, byte[] bytes) : ITensors
    {
        private readonly TensorEntry _entry = new(name, type, [.. shape]);

        public IReadOnlyList<TensorEntry> Entries => [_entry];

        public bool TryGet(string wanted, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TensorEntry? entry)
        {
            entry = wanted == name ? _entry : null;
            return entry is not null;
        }

        public void Read(TensorEntry entry, Span<byte> destination) => bytes.CopyTo(destination);

        public bool TryMap(TensorEntry entry, out nint address)
        {
            address = 0;
            return false;
        }
    }
}
