using System.Globalization;
using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Benchmarks.Inference;

/// <summary>A process that loads one model and runs it, and says what the kernel counted: memory of a process that has run something else before says little.</summary>
internal static class MemoryProbe
{
    /// <summary>What the process is started with, before the model, the sides, how many runs and how many at once.</summary>
    public const string Word = "be-memory";

    /// <summary>Measures, and writes a line.</summary>
    public static async Task Be(string name, string side, string runs, string atOnce)
    {
        var sides = side.Split('x').Select(long.Parse).ToArray();
        var (times, beside) = (int.Parse(runs, CultureInfo.InvariantCulture), int.Parse(atOnce, CultureInfo.InvariantCulture));
        OnnxSession.Load(Model("tiny"), ComputeDevice.Cpu).Dispose();
        Settle();
        var before = Kilobytes("RssAnon");
        using var session = OnnxSession.Load(Model(name), ComputeDevice.Cpu);
        Settle();
        var held = Kilobytes("RssAnon") - before;
        await Task.Run(() => Run(session, [32, 32]));
        Settle();
        File.WriteAllText("/proc/self/clear_refs", "5");
        var (rests, restsAnon) = (Kilobytes("VmRSS"), Kilobytes("RssAnon"));
        await Task.Run(() => Run(session, sides));
        var first = Kilobytes("VmHWM") - rests;
        await Task.WhenAll(Enumerable.Range(0, beside).Select(_ => Task.Run(() => Run(session, sides))));
        var (cpu, faults) = (Bench.CpuMilliseconds, Faults());
        for (var i = 0; i < times; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, beside).Select(_ => Task.Run(() => Run(session, sides))));
        }

        (cpu, faults) = ((Bench.CpuMilliseconds - cpu) / times / beside, (Faults() - faults) / times / beside);
        var (peak, after) = (Kilobytes("VmHWM") - rests, Kilobytes("RssAnon") - restsAnon);
        await Task.Delay(2500);
        var idle = Kilobytes("RssAnon") - restsAnon;
        var sizes = Sizes(session, sides);
        var told = session.Model.WorkingBytes(ComputeDevice.Cpu, sizes) >> 10;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-10} {side,-9} x{beside}  resident told {session.Model.ResidentBytes(ComputeDevice.Cpu) >> 10,7} held {held,7} | told {told / 1024.0,7:0.0} first {first / 1024.0,7:0.0} peak/run {peak / 1024.0 / beside,7:0.0} after {after / 1024.0,7:0.0} idle {idle / 1024.0,6:0.0} MiB | cpu {cpu,8:0.0} ms faults {faults}"));
    }

    private static OnnxModel Model(string name)
    {
        if (name == "tiny")
        {
            var tiny = new OnnxGraphBuilder("tiny");
            tiny.Output("y", tiny.Relu(tiny.Input("x", TensorType.Float32, Dim.Of("n"), 3, Dim.Of("h"), Dim.Of("w"))));
            return OnnxModel.Of(tiny.Build());
        }

        if (name.StartsWith("rrdb", StringComparison.Ordinal))
        {
            return OnnxModel.Of(UpscaleNetwork.Of(new RandomRrdb(int.Parse(name[4..], CultureInfo.InvariantCulture)))!.Graph());
        }

        if (name.EndsWith(".onnx", StringComparison.Ordinal))
        {
            return OnnxModel.FromFile(name);
        }

        var weights = Checkpoint.Open(name);
        return UpscaleNetwork.Of(weights) is { } network ? OnnxModel.Of(network.Graph(), weights) : OnnxModel.Of(Wav2LipGenerator.Build(weights), weights);
    }

    private static void Run(OnnxSession session, long[] sides)
    {
        var inputs = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var input in session.Model.Inputs)
        {
            var shape = input.Shape.Select(dim => dim.IsKnown ? dim.Known : 1).ToArray();
            if (shape.Length == 4)
            {
                for (var axis = 2; axis < 4; axis++)
                {
                    shape[axis] = input.Shape[axis].IsKnown ? shape[axis] : sides[axis - 2];
                }

                shape[0] = input.Shape[0].IsKnown || session.Model.Inputs.Length == 1 ? shape[0] : sides[0];
            }

            var tensor = Tensor.Allocate(TensorType.Float32, shape);
            System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.Bytes).Fill(0.5f);
            inputs.Add(input.Name, tensor);
        }

        foreach (var output in session.Run(inputs, CancellationToken.None).Values)
        {
            output.Dispose();
        }

        foreach (var input in inputs.Values)
        {
            input.Dispose();
        }
    }

    // The sizes that pictures of these sides bring, by name.
    private static Dictionary<string, long> Sizes(OnnxSession session, long[] sides)
    {
        Dictionary<string, long> sizes = new(StringComparer.Ordinal);
        foreach (var input in session.Model.Inputs)
        {
            for (var axis = 0; axis < input.Shape.Length; axis++)
            {
                foreach (var name in input.Shape[axis].IsKnown ? [] : input.Shape[axis].Names)
                {
                    sizes[name] = axis >= 2 ? sides[axis - 2] / input.Shape[axis].Size(new Dictionary<string, long>(StringComparer.Ordinal) { [name] = 1 }) : session.Model.Inputs.Length > 1 ? sides[0] : 1;
                }
            }
        }

        return sizes;
    }

    // What the garbage collector and the C library hold is not what is measured.
    private static void Settle()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        HostMemory.ReturnFreed();
    }

    private static long Faults() => long.Parse(File.ReadAllText("/proc/self/stat").Split(' ')[9], CultureInfo.InvariantCulture);

    private static long Kilobytes(string key)
    {
        var line = File.ReadLines("/proc/self/status").First(each => each.StartsWith($"{key}:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(key.Length + 1, line.Length - key.Length - 3).Trim(), CultureInfo.InvariantCulture);
    }
}
