using System.Globalization;
using System.Runtime.InteropServices;
using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>What ONNX Runtime's CUDA provider needs on the machine: its own two files beside libonnxruntime, NVIDIA's driver, CUDA 13 and cuDNN 9. All of it is looked for when somebody wants CUDA, and never before.</summary>
internal static class CudaLibraries
{
    internal const string Runtime = "libcudart.so.13";

    internal const string HowToGetThem
        = "install CUDA 13 and cuDNN 9 (packages cuda-libraries-13-0 and cudnn9-cuda-13 of NVIDIA's feed), or name the folders that hold them in LD_LIBRARY_PATH.";

    private static readonly string[] Providers = ["libonnxruntime_providers_shared.so", "libonnxruntime_providers_cuda.so"];

    // What the provider is linked with, in the order in which each can be loaded; the last two it opens itself.
    private static readonly string[] Needed = [Runtime, "libcublasLt.so.13", "libcublas.so.13", "libcurand.so.10", "libcufft.so.12", "libcudnn.so.9"];

    private static readonly Lazy<string?> Found = new(() => Missing(Path.GetDirectoryName(OnnxRuntimeLibrary.EnsureLoaded())!, Open));

    /// <summary>Why CUDA cannot be used: a clause without a full stop's beginning; null where it can.</summary>
    internal static string? Fault => Found.Value;

    /// <summary>The number in <c>cuda:1</c>.</summary>
    internal static int Index(DeviceId device) => int.Parse(device.Name.AsSpan(device.Name.IndexOf(':', StringComparison.Ordinal) + 1), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Opens a library: beside libonnxruntime, else where the system looks; 0 where it is nowhere.</summary>
    internal static nint Open(string name)
    {
        var beside = Path.Combine(Path.GetDirectoryName(OnnxRuntimeLibrary.EnsureLoaded())!, name);
        return (File.Exists(beside) && NativeLibrary.TryLoad(beside, out var handle)) || NativeLibrary.TryLoad(name, out handle) ? handle : 0;
    }

    /// <summary>The sentence about what is missing, the nearest first; null for nothing.</summary>
    /// <param name="folder">Where libonnxruntime lies.</param>
    /// <param name="open">Opens a library of the system, or gives 0.</param>
    internal static string? Missing(string folder, Func<string, nint> open)
    {
        if (!OperatingSystem.IsLinux())
        {
            return "CUDA is used on Linux only.";
        }

        if (Array.Find(Providers, name => !File.Exists(Path.Combine(folder, name))) is { } provider)
        {
            return $"ONNX Runtime's CUDA provider ({provider}) does not lie beside libonnxruntime; start the program with `./myspinbot`, which installs it where an NVIDIA device is, or set MYSPINBOT_CUDA=1 to have it installed.";
        }

        if (open("libcuda.so.1") == 0)
        {
            return "NVIDIA's driver (libcuda.so.1) is missing; install it, or start the container with the NVIDIA container toolkit (--gpus all).";
        }

        return Array.Find(Needed, name => open(name) == 0) is { } library ? $"{library} is missing; {HowToGetThem}" : null;
    }
}
