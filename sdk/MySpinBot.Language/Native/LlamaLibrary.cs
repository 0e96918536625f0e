using System.Reflection;
using System.Runtime.InteropServices;
using MySpinBot.Language;
using MySpinBot.Sdk;

[assembly: ComputesWith(typeof(LlamaLibrary))]

namespace MySpinBot.Language;

/// <summary>libllama of this process: found and loaded on first use with its backends, never freed.</summary>
internal static unsafe partial class LlamaLibrary
{
    private static readonly Lazy<string> Loaded = new(Load);

    /// <summary>Where it may lie. Builds for accelerators come first: they compute on the processor just as well, and a launcher installs them only where there is something for them.</summary>
    internal static NativeLibraryFile File { get; } = new()
    {
        Name = "libllama",
        Purpose = "language model library",
        Files = ["libllama.*v*.so", "libllama.so*", "libllama*.dylib", "llama.dll"],
        Folders = [.. Packages("-cuda").Select(place => Path.Combine("cuda", "node_modules", place)), .. Packages("-vulkan").Select(place => Path.Combine("vulkan", "node_modules", place)), .. Packages("-cuda"), .. Packages("-vulkan"), .. Packages("")],
        HowToGetIt = "run `npm ci --ignore-scripts --prefix natives` in the repository, or name the folder that holds libllama 0.5 (of the package @node-llama-cpp 3.22) in MYSPINBOT_NATIVES.",
    };

    /// <summary>The file that is loaded; it is loaded for that where it was not yet.</summary>
    /// <exception cref="NodeFailure">It is nowhere, or cannot be loaded.</exception>
    internal static string EnsureLoaded() => Loaded.Value;

    private static IEnumerable<string> Packages(string kind)
    {
        var system = $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "mac" : "linux")}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}{kind}";
        yield return Path.Combine("@node-llama-cpp", system, "bins", system);
    }

    private static string Load()
    {
        // A failed assertion of the library would attach a debugger to this process to print a trace.
        SetVariable("GGML_NO_BACKTRACE", "1");
        var file = File.Find(NativeLibraryFile.Named, AppContext.BaseDirectory);
        var llama = File.Load(NativeLibraryFile.Named, AppContext.BaseDirectory);
        var folder = Path.GetDirectoryName(file)!;
        var ggml = Beside(folder, "libggml.*v*.so", "libggml.so*", "libggml.dylib", "ggml.dll");
        var lowest = Beside(folder, "libggml-base.so*", "libggml-base*.dylib", "ggml-base.dll");
        NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (name, _, _) => name switch
        {
            LlamaNative.Library => llama,
            GgmlNative.Library => ggml,
            GgmlNative.BaseLibrary => lowest,
            _ => 0,
        });
        LlamaNative.SetLog(LlamaLog.Function, 0);
        GgmlNative.LoadBackends(folder);
        LlamaNative.InitBackend();
        return file!;
    }

    private static nint Beside(string folder, params ReadOnlySpan<string> patterns)
    {
        foreach (var pattern in patterns)
        {
            if (Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal).FirstOrDefault() is { } file)
            {
                return NativeLibrary.Load(file);
            }
        }

        throw new NodeFailure($"The language model library in '{folder}' is not whole: {patterns[0]} is missing; {File.HowToGetIt}");
    }

    // The library reads the environment of C, which .NET copies once and does not write to on Unix.
    private static void SetVariable(string name, string value)
    {
        Environment.SetEnvironmentVariable(name, value);
        if (!OperatingSystem.IsWindows())
        {
            _ = SetCVariable(name, value, 1);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetCVariable(string name, string value, int overwrites);
}
