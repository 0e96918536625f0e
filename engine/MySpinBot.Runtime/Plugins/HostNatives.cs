using System.Collections.Concurrent;
using System.Reflection;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Plugins;

/// <summary>The native libraries that assemblies of the Sdk compute with, and which builds they are. Nothing is loaded for that; it is looked up once in the life of a process, as a library stays once it is loaded.</summary>
internal static class HostNatives
{
    private static readonly ConcurrentDictionary<Assembly, HostNative?> Known = new();

    /// <summary>Those that have been asked for.</summary>
    public static IEnumerable<HostNative> All => Known.Values.OfType<HostNative>();

    /// <summary>The library of an assembly of the Sdk; null where it has none.</summary>
    public static HostNative? Of(Assembly assembly) => Known.GetOrAdd(assembly, Find);

    private static HostNative? Find(Assembly assembly)
    {
        if (assembly.GetCustomAttribute<ComputesWithAttribute>()?.Library is not { } library)
        {
            return null;
        }

        try
        {
            return library.Find(NativeLibraryFile.Named, AppContext.BaseDirectory) is { } path ? new HostNative(library.Name, path, BuildIds.Of(path)) : new HostNative(library.Name, null, "");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Whoever needs it says what is wrong with it.
            return new HostNative(library.Name, null, "");
        }
    }
}

/// <summary>A native library of the host.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Path">Its file; null where it is not there, or the system has it.</param>
/// <param name="Build">Which build it is; empty where that is not known.</param>
internal sealed record HostNative(string Name, string? Path, string Build);
