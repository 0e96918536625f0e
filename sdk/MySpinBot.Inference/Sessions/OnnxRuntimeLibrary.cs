using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>libonnxruntime of this process: found and loaded on first use, never freed. Nothing else of ONNX Runtime may be touched before.</summary>
internal static class OnnxRuntimeLibrary
{
    private static readonly Lazy<string> Loaded = new(Load);

    /// <summary>Where it may lie. The folder of the CUDA provider comes first: there the library lies beside its providers, which it looks for in its own folder.</summary>
    internal static NativeLibraryFile File { get; } = new()
    {
        Name = "libonnxruntime",
        Purpose = "inference library",
        Files = ["libonnxruntime.so*", "libonnxruntime*.dylib", "onnxruntime.dll"],
        Folders = [Path.Combine("cuda", "lib"), Path.Combine("onnxruntime-node", "bin", "napi-v6", System, RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant())],
        HowToGetIt = "run `npm ci --ignore-scripts --prefix natives` in the repository, or name the folder that holds libonnxruntime 1.29 in MYSPINBOT_NATIVES.",
    };

    /// <summary>The file that is loaded; it is loaded for that where it was not yet.</summary>
    /// <exception cref="NodeFailure">It is nowhere, or cannot be loaded.</exception>
    internal static string EnsureLoaded() => Loaded.Value;

    private static string System => OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";

    private static string Load()
    {
        var handle = File.Load(NativeLibraryFile.Named, AppContext.BaseDirectory);
        OrtEnv.DisableDllImportResolver = true;
        NativeLibrary.SetDllImportResolver(typeof(OrtEnv).Assembly, (name, _, _) => name is "onnxruntime" or "onnxruntime.dll" ? handle : 0);
        return File.Find(NativeLibraryFile.Named, AppContext.BaseDirectory)!;
    }
}
