using System.Runtime.InteropServices;
using MySpinBot.Core.Documents;

namespace MySpinBot.Runtime.Files;

/// <summary>The folders that graphs may read files from. A path is taken only when it leads to an ordinary file inside one of them, links followed.</summary>
internal sealed class AllowedFolders
{
    private readonly string[] _folders;

    /// <param name="folders">In the order in which relative paths are looked up.</param>
    public AllowedFolders(IEnumerable<string> folders) => _folders = [.. folders.Select(Path.GetFullPath)];

    /// <summary>Finds the file that a graph names.</summary>
    public FileLookup Find(string given)
    {
        if (string.IsNullOrWhiteSpace(given) || given.Contains('\0', StringComparison.Ordinal))
        {
            return new FileLookup(null, ProblemCodes.MissingFile, $"'{given?.Replace("\0", "\\0", StringComparison.Ordinal)}' is not a path of a file; {Wanted()}.");
        }

        FileLookup? refused = null;
        foreach (var folder in _folders)
        {
            var found = FindIn(folder, given);
            if (found.Path is not null)
            {
                return found;
            }

            // What stands at a place but may not be read says more than that nothing stands at another.
            refused = refused is null || (refused.Value.IsAbsent && !found.IsAbsent) ? found : refused;
        }

        return refused ?? Outside(given);
    }

    private FileLookup FindIn(string folder, string given)
    {
        var path = Path.GetFullPath(Path.Combine(folder, given));
        if (!RealPath.IsInside(path, folder))
        {
            return Outside(given) with { IsAbsent = Path.IsPathRooted(given) };
        }

        if (RealPath.Of(path) is not { } real || RealPath.Of(folder) is not { } realFolder || !RealPath.IsInside(real, realFolder))
        {
            return new FileLookup(null, ProblemCodes.PathNotAllowed, $"'{given}' is a link that leads out of the folders that graphs may read; {Wanted()}.");
        }

        return FileStamp.Of(real).Kind switch
        {
            FileKind.File => new FileLookup(path, null, null),
            FileKind.Folder => new FileLookup(null, ProblemCodes.MissingFile, $"'{given}' is a folder; name a file in it."),
            FileKind.Special => new FileLookup(null, ProblemCodes.PathNotAllowed, $"'{given}' is a device, a pipe or a socket; only ordinary files can be read."),
            _ => new FileLookup(null, ProblemCodes.MissingFile, $"There is no file '{given}'; {Wanted()}.") { IsAbsent = true },
        };
    }

    private FileLookup Outside(string given) => new(null, ProblemCodes.PathNotAllowed, $"'{given}' lies outside the folders that graphs may read; {Wanted()}.");

    private string Wanted() => _folders.Length == 0
        ? "this host has no folder that graphs may read"
        : $"files are looked up in {string.Join(", ", _folders.Select(folder => $"'{folder}'"))}";
}

/// <summary>What became of a path that a graph names: either a path or a problem.</summary>
/// <param name="Path">Absolute path of an ordinary file; null where there is a problem.</param>
/// <param name="Code">One of <see cref="ProblemCodes"/>.</param>
/// <param name="Sentence">What was wrong and what would be right.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileLookup(string? Path, string? Code, string? Sentence)
{
    /// <summary>Whether nothing stands there, so that another folder may have it.</summary>
    internal bool IsAbsent { get; init; }
}
