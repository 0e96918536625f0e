namespace MySpinBot.Server.Files;

/// <summary>Whether symbolic links lead out of a folder.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

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
    public static string? Of(string path)
    {
        var open = new Stack<string>();
        var (real, links) = (Path.GetPathRoot(Path.GetFullPath(path))!, 0);
        PushParts(open, Path.GetFullPath(path));
        while (open.TryPop(out var part))
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Join(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
            {
                return null;
            }

            real = Path.IsPathRooted(target) ? Path.GetPathRoot(target)! : real;
            PushParts(open, target);
        }

        return real;
    }

    /// <summary>Whether a path is a folder or lies in it; both without links and dots.</summary>
    public static bool IsInside(string path, string folder)
    {
        var trimmed = Path.TrimEndingDirectorySeparator(folder);
        return path.StartsWith(trimmed, StringComparison.Ordinal) && (path.Length == trimmed.Length || trimmed.EndsWith('/') || path[trimmed.Length] == Path.DirectorySeparatorChar);
    }

    private static void PushParts(Stack<string> open, string path)
    {
        var parts = path[(Path.GetPathRoot(path) ?? "").Length..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar]);
        for (var i = parts.Length - 1; i >= 0; i--)
        {
            if (parts[i] is not ("" or "."))
            {
                open.Push(parts[i]);
            }
        }
    }
}
