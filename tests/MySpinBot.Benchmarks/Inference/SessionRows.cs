using System.Globalization;
using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Benchmarks.Inference;

/// <summary>Sessions with the real weights of realesr-animevideov3, which MYSPINBOT_MODELS holds. What is compared is measured in turn, so that a machine whose speed drifts shifts both.</summary>
internal static class SessionRows
{
    private const int Rounds = 15;
    private const int Side = 192;

    public static IReadOnlyList<Benchmark> All { get; } = [new("sessions", Built), new("session-threads", Threads), new("session-loads", Loads), new("session-memory", Memory)];

    private static string Folder => Path.Join(Environment.GetEnvironmentVariable("MYSPINBOT_MODELS") ?? throw new InvalidOperationException("Name the folder of models in MYSPINBOT_MODELS."), "upscale_models");

    private static string Exported => Path.Join(Folder, "realesr-animevideov3.onnx");

    private static OnnxModel FromWeights()
    {
        var weights = Checkpoint.Open(Path.Join(Folder, "realesr-animevideov3.pth"));
        return OnnxModel.Of(UpscaleNetwork.Of(weights)!.Graph(), weights);
    }

    private static OnnxSession Load(OnnxModel model, bool runsOnCaller = false) => OnnxSession.Load(model, ComputeDevice.Cpu, new OnnxSessionOptions { RunsOnCaller = runsOnCaller });

    private static Task<IReadOnlyList<Row>> Built()
    {
        using var built = Load(FromWeights());
        using var exported = Load(OnnxModel.FromFile(Exported));
        using var builtAlone = Load(FromWeights(), runsOnCaller: true);
        using var exportedAlone = Load(OnnxModel.FromFile(Exported), runsOnCaller: true);
        var (ours, theirs, oursAlone, theirsAlone) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds + 2; round++)
        {
            ours.Add(Bench.Milliseconds(() => Run(built)));
            theirs.Add(Bench.Milliseconds(() => Run(exported)));
            oursAlone.Add(Cpu(() => Run(builtAlone)));
            theirsAlone.Add(Cpu(() => Run(exportedAlone)));
        }

        return Rows(
            new Row($"a run of the graph built from the .pth, {Side}×{Side}", "ms", ours[2..], "≤ 1.0 ×", "the exported .onnx", theirs[2..]),
            new Row("the same on one thread, processor time", "ms", oursAlone[2..], "≤ 1.0 ×", "the exported .onnx", theirsAlone[2..]));
    }

    private static Task<IReadOnlyList<Row>> Threads()
    {
        using var shared = Load(FromWeights());
        using var alone = Load(FromWeights(), runsOnCaller: true);
        var cores = Environment.ProcessorCount;
        var (one, all, inTurn, beside) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds + 1; round++)
        {
            one.Add(Bench.Milliseconds(() => Run(alone)));
            all.Add(Bench.Milliseconds(() => Run(shared)));
            inTurn.Add(Bench.Milliseconds(() => Repeat(cores, () => Run(shared))) / cores);
            beside.Add(Bench.Milliseconds(() => Parallel.For(0, cores, new ParallelOptions { MaxDegreeOfParallelism = cores }, _ => Run(alone))) / cores);
        }

        return Rows(
            new Row($"a frame, its operators shared by {cores} threads", "ms", all[1..], "", "on one thread", one[1..]),
            new Row($"a frame, {cores} beside each other on a thread each", "ms", beside[1..], "≤ 1.0 ×", $"one after the other on {cores} threads", inTurn[1..]));
    }

    private static Task<IReadOnlyList<Row>> Loads()
    {
        var (built, exported) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds + 1; round++)
        {
            built.Add(Bench.Milliseconds(() => Load(FromWeights()).Dispose()));
            exported.Add(Bench.Milliseconds(() => Load(OnnxModel.FromFile(Exported)).Dispose()));
        }

        return Rows(new Row("from the .pth on disk to a session", "ms", built[1..], "", "from the exported .onnx", exported[1..]));
    }

    private static Task<IReadOnlyList<Row>> Memory()
    {
        const int side = 512;
        using (var warm = Load(FromWeights()))
        {
            Run(warm);
        }

        Settle();
        var before = Kilobytes("RssAnon");
        using var session = Load(FromWeights());
        Settle();
        var held = Kilobytes("RssAnon") - before;
        Run(session);
        Settle();
        File.WriteAllText("/proc/self/clear_refs", "5");
        var rests = Kilobytes("VmRSS");
        Run(session, side);
        var taken = Kilobytes("VmHWM") - rests;
        var sizes = new Dictionary<string, long> { ["n"] = 1, ["h"] = side, ["w"] = side };
        return Rows(
            new Row("told of a loaded session", "MiB", [session.Model.ResidentBytes(ComputeDevice.Cpu) / 1048576.0], "≥ 0.9 ×", "taken", [held / 1024.0]),
            new Row($"told of a run of {side}×{side}", "MiB", [session.Model.WorkingBytes(ComputeDevice.Cpu, sizes) / 1048576.0], "≥ 0.9 ×", "taken", [taken / 1024.0]));
    }

    // What the garbage collector and the C library hold is not what is measured.
    private static void Settle()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        HostMemory.ReturnFreed();
    }

    private static void Run(OnnxSession session) => Run(session, Side);

    private static void Run(OnnxSession session, int side)
    {
        using var input = Tensor.Allocate(TensorType.Float32, 1, 3, side, side);
        foreach (var output in session.Run(new Dictionary<string, Tensor> { [session.Model.Inputs[0].Name] = input }, CancellationToken.None).Values)
        {
            output.Dispose();
        }
    }

    private static void Repeat(int times, Action action)
    {
        for (var i = 0; i < times; i++)
        {
            action();
        }
    }

    private static double Cpu(Action action)
    {
        var before = Bench.CpuMilliseconds;
        action();
        return Bench.CpuMilliseconds - before;
    }

    private static long Kilobytes(string key)
    {
        var line = File.ReadLines("/proc/self/status").First(each => each.StartsWith($"{key}:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(key.Length + 1, line.Length - key.Length - 3).Trim(), CultureInfo.InvariantCulture);
    }

    private static Task<IReadOnlyList<Row>> Rows(params IReadOnlyList<Row> rows) => Task.FromResult(rows);
}
