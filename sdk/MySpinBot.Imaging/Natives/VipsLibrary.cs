using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>libvips of this process: found and started on first use, never freed.</summary>
internal static class VipsLibrary
{
    private static readonly Lazy<int> Started = new(Start);

    /// <summary>Makes sure that libvips is there and started.</summary>
    /// <returns>Its version as major × 1000 + minor, for example 8018.</returns>
    /// <exception cref="NodeFailure">libvips is nowhere, too old, or refuses to start.</exception>
    internal static int EnsureStarted() => Started.Value;

    private static int Start()
    {
        var handle = NativeSearch.Vips.Load(NativeLibraryFile.Named, AppContext.BaseDirectory);
        NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (name, _, _) => name == VipsNative.Library ? handle : 0);
        MuteGlib();
        if (VipsNative.Init("myspinbot") != 0)
        {
            throw new NodeFailure($"The image library libvips does not start: {VipsOperation.TakeErrors()}");
        }

        var version = (VipsNative.Version(0) * 1000) + VipsNative.Version(1);
        if (version < 8013)
        {
            throw new NodeFailure($"The image library libvips is version {version / 1000}.{version % 1000}, 8.13 or newer is needed; {NativeSearch.Vips.HowToGetIt}");
        }

        // Pictures are worked on side by side by the engine's lanes, so one picture takes one thread.
        VipsNative.SetConcurrency(1);
        VipsNative.SetCacheMax(0);
        VipsNative.BlockUntrusted(1);
        return version;
    }

    // GLib writes its warnings to stderr; what matters comes back through the error buffer.
    private static unsafe void MuteGlib() => VipsNative.SetLogHandler((nint)(delegate* unmanaged[Cdecl]<nint, int, nint, nint, void>)&Mute, 0);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Mute(nint domain, int level, nint message, nint data)
    {
    }
}
