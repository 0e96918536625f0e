using System.Runtime.InteropServices;

namespace MySpinBot.Sdk;

/// <summary>A native library that is not part of .NET: where it may lie, and how people get it. It is looked for in the folder that MYSPINBOT_NATIVES names, and then nowhere else;
/// else in <c>natives</c> beside the program or above it, beside the program itself, and last in the system. Once loaded it is never freed.</summary>
public sealed record NativeLibraryFile
{
    /// <summary>The environment variable that names the folder of native libraries.</summary>
    public const string Variable = "MYSPINBOT_NATIVES";

    /// <summary>What it is called in sentences: <c>libvips</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, before its name: <c>image library</c>.</summary>
    public required string Purpose { get; init; }

    /// <summary>Patterns of its file's name, the best first: <c>libvips-cpp.so*</c>.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Where packages lay it, relative to a folder of natives or to the <c>node_modules</c> in it, the best first.</summary>
    public required IReadOnlyList<string> Folders { get; init; }

    /// <summary>Names under which the system may have it; empty where another version than ours would be found.</summary>
    public IReadOnlyList<string> SystemNames { get; init; } = [];

    /// <summary>What to do where it is missing: the end of a sentence.</summary>
    public required string HowToGetIt { get; init; }

    /// <summary>The folder that the environment names; null where it names none.</summary>
    public static string? Named => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null;

    /// <summary>Loads it.</summary>
    /// <param name="named">The folder that the environment names, if any.</param>
    /// <param name="program">The program's own folder, where the search begins.</param>
    /// <exception cref="NodeFailure">It is not found, or what was found cannot be loaded.</exception>
    public nint Load(string? named, string program)
    {
        if (Find(named, program) is { } file)
        {
            return Load(file);
        }

        foreach (var name in string.IsNullOrEmpty(named) ? SystemNames : [])
        {
            if (NativeLibrary.TryLoad(name, out var handle))
            {
                return handle;
            }
        }

        throw new NodeFailure(string.IsNullOrEmpty(named) ? $"The {Purpose} {Name} is missing; {HowToGetIt}" : $"{Variable} names '{named}', but no {Name} lies there; {HowToGetIt}");
    }

    /// <summary>The file that would be loaded; null where only the system may have it.</summary>
    /// <param name="named">The folder that the environment names, if any.</param>
    /// <param name="program">The program's own folder.</param>
    public string? Find(string? named, string program)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (!string.IsNullOrEmpty(named))
        {
            return FileIn(named);
        }

        for (var folder = new DirectoryInfo(program); folder is not null; folder = folder.Parent)
        {
            if (FileIn(Path.Combine(folder.FullName, "natives")) is { } file)
            {
                return file;
            }
        }

        return First([program, Path.Combine(program, "runtimes", RuntimeInformation.RuntimeIdentifier, "native")]);
    }

    /// <summary>The library in a folder of natives: directly, or as packages lay it out.</summary>
    public string? FileIn(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var whole = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        string[] roots = [whole, Path.GetFileName(whole) == "node_modules" ? Path.GetDirectoryName(whole)! : Path.Combine(whole, "node_modules")];
        return First([whole, Path.Combine(whole, "lib"), .. Folders.SelectMany(place => roots.Select(root => Path.Combine(root, place)))]);
    }

    private string? First(IEnumerable<string> places)
        => places.Where(Directory.Exists).SelectMany(place => Files.SelectMany(name => Directory.EnumerateFiles(place, name).Order(StringComparer.Ordinal))).FirstOrDefault(IsThere);

    // A link that leads nowhere is none.
    private static bool IsThere(string file) => File.ResolveLinkTarget(file, returnFinalTarget: true) is not { Exists: false };

    private nint Load(string file)
    {
        try
        {
            return NativeLibrary.Load(file);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new NodeFailure($"The {Purpose} '{file}' cannot be loaded ({e.Message}); {HowToGetIt}", e);
        }
    }
}
