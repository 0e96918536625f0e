using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;
using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>ONNX Runtime's environment of this process: one pool of threads for all sessions, no telemetry, nothing written to the terminal.</summary>
internal static class OnnxEnvironment
{
    private const int MostWarnings = 32;

    private static readonly Lazy<bool> Started = new(Start);
    private static readonly ConcurrentQueue<string> Said = new();

    /// <summary>Starts it on first use.</summary>
    /// <returns>Whether sessions share a pool of threads: not so where somebody else in this process made the environment before.</returns>
    /// <exception cref="NodeFailure">libonnxruntime is missing, or cannot be loaded.</exception>
    internal static bool EnsureStarted() => Started.Value;

    /// <summary>The last warnings of ONNX Runtime, oldest first: what explains a failure.</summary>
    internal static IReadOnlyCollection<string> Warnings => Said;

    private static bool Start()
    {
        OnnxRuntimeLibrary.EnsureLoaded();
        if (OrtEnv.IsCreated)
        {
            return false;
        }

        // As many threads as the process may use, the caller's own among them. Threads that wait by spinning would take the cores from ffmpeg and from other runs.
        using var threads = new OrtThreadingOptions { GlobalIntraOpNumThreads = Environment.ProcessorCount, GlobalInterOpNumThreads = 1, GlobalSpinControl = false };
        var options = new EnvironmentCreationOptions { logId = "myspinbot", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING, threadOptions = threads, loggingFunction = Hear };
        OrtEnv.CreateInstanceWithOptions(ref options).DisableTelemetryEvents();
        HostArena.Start();
        return true;
    }

    // Called by native code, so nothing may be thrown from here.
    private static void Hear(nint param, OrtLoggingLevel severity, string category, string logId, string codeLocation, string message)
    {
        Said.Enqueue(message);
        while (Said.Count > MostWarnings)
        {
            Said.TryDequeue(out _);
        }
    }
}
