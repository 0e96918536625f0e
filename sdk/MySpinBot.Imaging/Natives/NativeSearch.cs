using System.Runtime.InteropServices;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>Where libvips may lie: the folder that MYSPINBOT_NATIVES names, else <c>natives</c> beside the program or above it, else the system.</summary>
internal static class NativeSearch
{
    internal const string Variable = "MYSPINBOT_NATIVES";

    internal const string HowToGetIt = "run `npm ci --ignore-scripts --prefix natives` in the repository, install Debian's libvips42, or name the folder that holds libvips in MYSPINBOT_NATIVES.";

    /// <summary>Loads libvips.</summary>
    /// <param name="named">The folder that the environment names, if any; then nowhere else is looked.</param>
    /// <param name="program">The program's own folder, where the search begins.</param>
    /// <exception cref="NodeFailure">It is not found, or what was found cannot be loaded.</exception>
    internal static nint LoadVips(string? named, string program)
    {
        if (!string.IsNullOrEmpty(named))
        {
            return FileIn(named) is { } wanted
                ? Load(wanted)
                : throw new NodeFailure($"{Variable} names '{named}', but no libvips lies there; {HowToGetIt}");
        }

        if (FilesAbove(program).FirstOrDefault() is { } file)
        {
            return Load(file);
        }

        foreach (var name in new[] { "libvips.so.42", "libvips.42.dylib", "libvips-42.dll" })
        {
            if (NativeLibrary.TryLoad(name, out var handle))
            {
                return handle;
            }
        }

        throw new NodeFailure($"The image library libvips is missing; {HowToGetIt}");
    }

    /// <summary>The library in a natives folder: directly, or as npm lays it out.</summary>
    internal static string? FileIn(string folder)
        => new[] { folder, Path.Combine(folder, "lib"), Path.Combine(folder, "node_modules", Package, "lib"), Path.Combine(folder, Package, "lib") }
            .Where(Directory.Exists)
            .SelectMany(place => Names.SelectMany(name => Directory.EnumerateFiles(place, name)).Order(StringComparer.Ordinal))
            .FirstOrDefault();

    private static string[] Names => ["libvips-cpp.so*", "libvips.so*", "libvips-cpp*.dylib", "libvips-42.dll"];

    private static string Package
        => Path.Combine("@img", $"sharp-libvips-{(OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux")}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}");

    private static IEnumerable<string> FilesAbove(string program)
    {
        for (var folder = new DirectoryInfo(program); folder is not null; folder = folder.Parent)
        {
            if (FileIn(Path.Combine(folder.FullName, "natives")) is { } file)
            {
                yield return file;
            }
        }
    }

    private static nint Load(string file)
    {
        try
        {
            return NativeLibrary.Load(file);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new NodeFailure($"The image library '{file}' cannot be loaded ({e.Message}); {HowToGetIt}", e);
        }
    }
}
