using System.Runtime.InteropServices;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>Where libvips may lie.</summary>
internal static class NativeSearch
{
    internal static NativeLibraryFile Vips { get; } = new()
    {
        Name = "libvips",
        Purpose = "image library",
        Files = ["libvips-cpp.so*", "libvips.so*", "libvips-cpp*.dylib", "libvips-42.dll"],
        Folders = [Path.Combine("@img", $"sharp-libvips-{(OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux")}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}", "lib")],
        SystemNames = ["libvips.so.42", "libvips.42.dylib", "libvips-42.dll"],
        HowToGetIt = "run `npm ci --ignore-scripts --prefix natives` in the repository, install Debian's libvips42, or name the folder that holds libvips in MYSPINBOT_NATIVES.",
    };
}
