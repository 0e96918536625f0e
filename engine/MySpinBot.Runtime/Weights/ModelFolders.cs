using System.Collections.Frozen;
using MySpinBot.Core.Weights;
using MySpinBot.Runtime.Files;

namespace MySpinBot.Runtime.Weights;

/// <summary>The folders that models lie in, by kind. A name never leaves them. Links in them are followed: they are how people share models between programs, and no graph can make one.</summary>
internal sealed class ModelFolders
{
    private readonly FrozenDictionary<string, string[]> _folders;
    private readonly FolderScans _scans;

    /// <param name="folders">By kind, in the order in which they are looked through.</param>
    /// <param name="time">The clock.</param>
    public ModelFolders(IReadOnlyDictionary<string, IReadOnlyList<string>> folders, TimeProvider time)
    {
        _folders = folders.ToFrozenDictionary(pair => ModelKinds.Today(pair.Key), pair => pair.Value.Select(Path.GetFullPath).ToArray(), StringComparer.Ordinal);
        _scans = new FolderScans(time);
    }

    /// <summary>The folders of a kind; none where there is no such kind.</summary>
    public IReadOnlyList<string> Of(string kind) => _folders.GetValueOrDefault(ModelKinds.Today(kind), []);

    /// <summary>Where the file of a name is; of two the first folder's. Null where it is in none of them.</summary>
    /// <param name="kind">The kind of model.</param>
    /// <param name="name">Its path below a folder, from <see cref="ModelReference"/>.</param>
    /// <param name="other">What stands there in its place, where that is no file.</param>
    public string? Find(string kind, string name, out FileKind other)
    {
        other = FileKind.None;

        // What begins with a dot is meant to be hidden, or is on its way.
        foreach (var folder in name.Split('/').Any(part => part[0] == '.') ? [] : Of(kind))
        {
            var path = Path.Join(folder, name);
            var found = FileStamp.Of(path).Kind;
            if (found == FileKind.File)
            {
                return path;
            }

            // A model in many files goes by its folder, as in ComfyUI; the file that lists them stands for it.
            if (found == FileKind.Folder && ModelKinds.IndexOf(kind) is { } index && FileStamp.Of(Path.Join(path, index)).Kind == FileKind.File)
            {
                return Path.Join(path, index);
            }

            other = other == FileKind.None ? found : other;
        }

        return null;
    }

    /// <summary>The name of a file among the models of a kind; null where it is in none of their folders.</summary>
    public string? NameOf(string kind, string path)
        => Of(kind).Where(folder => RealPath.IsInside(path, folder)).Select(folder => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/')).FirstOrDefault();

    /// <summary>The files that there are of a kind, by their names; of two of one name the first folder's.</summary>
    public IEnumerable<(string Name, string Path)> Files(string kind)
    {
        var (extensions, seen) = (ModelKinds.Extensions(ModelKinds.Today(kind)), new HashSet<string>(StringComparer.Ordinal));
        foreach (var folder in Of(kind))
        {
            foreach (var name in _scans.Of(folder, deep: true))
            {
                if ((extensions.Count == 0 || extensions.Contains(Path.GetExtension(name))) && seen.Add(name))
                {
                    yield return (name, Path.Join(folder, name));
                }
            }
        }
    }
}
