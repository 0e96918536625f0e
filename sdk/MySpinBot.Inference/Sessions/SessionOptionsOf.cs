using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace MySpinBot.Inference;

/// <summary>ONNX Runtime's settings for a device.</summary>
internal static class SessionOptionsOf
{
    /// <summary>Settings to load with.</summary>
    internal static SessionOptions Device(ComputeDevice device, OnnxSessionOptions how)
    {
        var hasPool = OnnxEnvironment.EnsureStarted();
        var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, InterOpNumThreads = 1 };
        try
        {
            if (how.RunsOnCaller)
            {
                options.IntraOpNumThreads = 1;
            }
            else if (hasPool)
            {
                options.DisablePerSessionThreads();
            }
            else
            {
                options.IntraOpNumThreads = Environment.ProcessorCount;
                options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            }

            if (how.KeepsWeightsMapped)
            {
                options.AddSessionConfigEntry("session.disable_prepacking", "1");
            }

            // One arena for all sessions, which weights stay out of: they would keep the pages of a run from being given back.
            options.EnableCpuMemArena = HostArena.IsThere;
            options.AddSessionConfigEntry("session.use_env_allocators", HostArena.IsThere ? "1" : "0");
            options.AddSessionConfigEntry("session.use_device_allocator_for_initializers", "1");
            options.EnableMemoryPattern = false;
            if (device.Provider == ComputeProvider.Cuda)
            {
                using var cuda = new OrtCUDAProviderOptions();
                cuda.UpdateOptions(Cuda(device, how));
                options.AppendExecutionProvider_CUDA(cuda);
            }

            return options;
        }
        catch
        {
            // Whatever it was: nobody else frees them now.
            options.Dispose();
            throw;
        }
    }

    /// <summary>The memory that results lie in.</summary>
    internal static OrtMemoryInfo Memory(ComputeDevice device)
        => device.Provider == ComputeProvider.Cuda
            ? new OrtMemoryInfo(OrtMemoryInfo.allocatorCUDA, OrtAllocatorType.DeviceAllocator, CudaLibraries.Index(device.Id), OrtMemType.Default)
            : new OrtMemoryInfo(OrtMemoryInfo.allocatorCPU, OrtAllocatorType.DeviceAllocator, 0, OrtMemType.Default);

    /// <summary>Settings of one run. A device's arena gives back what a run has grown it by, so that the ledger stays true.</summary>
    internal static RunOptions Run(ComputeDevice device)
    {
        var options = new RunOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        if (device.Provider == ComputeProvider.Cuda)
        {
            options.AddRunConfigEntry("memory.enable_memory_arena_shrinkage", string.Create(CultureInfo.InvariantCulture, $"gpu:{CudaLibraries.Index(device.Id)}"));
        }

        return options;
    }

    /// <summary>Settings of the CUDA provider (OrtCUDAProviderOptionsV2).</summary>
    internal static Dictionary<string, string> Cuda(ComputeDevice device, OnnxSessionOptions how)
    {
        Dictionary<string, string> settings = new(StringComparer.Ordinal)
        {
            ["device_id"] = CudaLibraries.Index(device.Id).ToString(CultureInfo.InvariantCulture),

            // The arena grows by what is asked for, not to the next power of two: what the ledger has reserved is what is taken.
            ["arena_extend_strategy"] = "kSameAsRequested",

            // Every new size would be searched exhaustively otherwise, which takes seconds and scratch memory that nobody reserved.
            ["cudnn_conv_algo_search"] = "HEURISTIC",
            ["cudnn_conv_use_max_workspace"] = "0",
            ["do_copy_in_default_stream"] = "1",
            ["use_tf32"] = how.IsExact ? "0" : "1",
        };
        if (how.DeviceMemoryLimit is { } limit)
        {
            settings["gpu_mem_limit"] = limit.ToString(CultureInfo.InvariantCulture);
        }

        return settings;
    }
}
