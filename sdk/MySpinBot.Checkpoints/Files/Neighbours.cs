namespace MySpinBot.Checkpoints.Files;

/// <summary>Files with numbers beside a model: only those in its own folder, or below.</summary>
internal sealed class Neighbours(CheckpointFile model)
{
    private const int Most = 1000;

    private readonly Dictionary<string, CheckpointFile> _files = new(StringComparer.Ordinal);

    /// <summary>Those that were opened; whoever asked closes them.</summary>
    public IReadOnlyList<CheckpointFile> Opened => [.. _files.Values];

    public void Close()
    {
        foreach (var opened in _files.Values)
        {
            opened.Dispose();
        }
    }

    /// <summary>A file by its path from the model's folder; opened once.</summary>
    public CheckpointFile Open(string location)
    {
        if (_files.TryGetValue(location, out var known))
        {
            return known;
        }

        if (model.Path.Length == 0)
        {
            throw model.Refuse($"keeps numbers in '{location}' beside it, which is not looked for where only a head is read.");
        }

        if (_files.Count == Most)
        {
            throw model.Refuse($"spreads its numbers over more than {Most} files.");
        }

        var folder = Path.GetDirectoryName(model.Path)!;
        var path = Path.GetFullPath(location, folder);
        if (Path.IsPathRooted(location) || !IsBelow(path, folder) || !(IsBelow(Real(path), Real(folder)) || IsBelow(Real(path), Path.GetDirectoryName(Real(model.Path))!)))
        {
            throw model.Refuse($"wants numbers from '{location}', which is not in its own folder; that is refused.");
        }

        try
        {
            var opened = CheckpointFile.Open(path);
            _files.Add(location, opened);
            return opened;
        }
        catch (CheckpointException fault)
        {
            throw CheckpointException.Of(model.Name, $"keeps its numbers in '{location}' beside it, which cannot be opened: put that file into the same folder.", fault);
        }
    }

    private static bool IsBelow(string path, string folder) => path.StartsWith(folder.EndsWith(Path.DirectorySeparatorChar) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // With all links followed: those of the file, and those of its folders.
    private static string Real(string path)
    {
        var real = Path.GetPathRoot(path)!;
        var links = 0;
        var rest = new Stack<string>(path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse());
        while (rest.TryPop(out var part))
        {
            var next = Path.GetFullPath(part, real);
            if (new FileInfo(next).LinkTarget is not { } target || ++links > 40)
            {
                real = next;
                continue;
            }

            var to = Path.GetFullPath(target, real);
            real = Path.GetPathRoot(to)!;
            foreach (var piece in to[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse())
            {
                rest.Push(piece);
            }
        }

        return real;
    }
}
