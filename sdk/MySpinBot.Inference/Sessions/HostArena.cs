using Microsoft.ML.OnnxRuntime;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>The memory that all sessions of this process compute in on the processor: one arena of ONNX Runtime, which grows by what a tensor needs and hands the pages of a run on to the next. glibc's heap alone held up to ten times
/// what lived in a run, and its pages were asked for again and again; see docs/adr/0013-from-graph-to-session.md.</summary>
internal static class HostArena
{
    // onnxruntime_c_api.h, OrtArenaCfg: as much as the system has, grown by what is asked for.
    private const uint NoLimit = 0;
    private const int SameAsRequested = 1;
    private const int Default = -1;

    private static readonly Lazy<InferenceSession> Smallest = new(Load);
    private static volatile bool _isThere;

    /// <summary>Whether sessions may take it.</summary>
    internal static bool IsThere => _isThere;

    /// <summary>Makes it; once, after the environment.</summary>
    internal static void Start()
    {
        using var form = new OrtArenaCfg(NoLimit, SameAsRequested, Default, ArenaRoom.Cut);
        using var memory = new OrtMemoryInfo(OrtMemoryInfo.allocatorCPU, OrtAllocatorType.ArenaAllocator, 0, OrtMemType.Default);
        OrtEnv.Instance().CreateAndRegisterAllocator(memory, form);
        _isThere = true;
    }

    /// <summary>Gives back what no tensor lies in. ONNX Runtime does so only at the end of a run, so there is one, of the smallest model.</summary>
    internal static void Shrink()
    {
        if (!_isThere)
        {
            return;
        }

        try
        {
            using var options = new RunOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            options.AddRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
            using var x = OrtValue.CreateTensorValueFromMemory(new float[1], [1]);
            Smallest.Value.Run(options, ["x"], [x], ["y"]).Dispose();
        }
        catch (Exception fault) when (OnnxFault.IsOf(fault))
        {
            // Then it is kept a while longer; the next time may do.
        }
    }

    private static InferenceSession Load()
    {
        var graph = new OnnxGraphBuilder("smallest");
        graph.Output("y", graph.Relu(graph.Input("x", TensorType.Float32, 1)));
        using var options = SessionOptionsOf.Device(ComputeDevice.Cpu, new OnnxSessionOptions { RunsOnCaller = true });
        return new InferenceSession(OnnxWriter.ToBytes(graph.Build()), options);
    }
}
