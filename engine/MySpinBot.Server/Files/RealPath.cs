namespace MySpinBot.Server.Files;

/// <summary>Whether symbolic links lead out of a folder.</summary>
internal static class RealPath
{
    /// <summary>A path below a folder, where no link on the way leads out of it; null where one does.</summary>
    /// <param name="folder">The folder. It may itself be a link, or lie behind one.</param>
    /// <param name="parts">Names that <see cref="PathNames.Parts"/> has passed.</param>
    public static string? Below(string folder, IReadOnlyList<string> parts)
    {
        var (path, linked) = (folder, false);
        foreach (var part in parts)
        {
            path = Path.Join(path, part);
            linked |= new FileInfo(path).LinkTarget is not null;
        }

        // Without links the path is inside because its names have no dots; that is nearly always so.
        return !linked || (Of(path) is { } real && Of(folder) is { } realFolder && IsInside(real, realFolder)) ? path : null;
    }

    /// <summary>Where a path really is, all links followed. What does not exist stays as it is. Null where links go in a circle.</summary>
    public static string? Of(string path) => Runtime.Files.RealPath.Of(Path.GetFullPath(path));

    /// <summary>Whether a path is a folder or lies in it; both without links and dots.</summary>
    public static bool IsInside(string path, string folder) => Runtime.Files.RealPath.IsInside(path, folder);
}
