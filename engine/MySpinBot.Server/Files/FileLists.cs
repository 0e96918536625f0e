using System.Collections.Concurrent;
using System.Text.Json;
using MySpinBot.Core.Weights;
using MySpinBot.Runtime.Files;

namespace MySpinBot.Server.Files;

/// <summary>Lists of the files that are there. A folder is looked through again only after it has changed, and a list is made again only where that showed something new.</summary>
internal sealed class FileLists(ServerFolders folders, TimeProvider time)
{
    private readonly FolderScans _scans = new(time);
    private readonly ConcurrentDictionary<FileChoice, FileList> _lists = new();

    /// <summary>Whether there is such a kind of models.</summary>
    public bool IsKind(string kind) => folders.Models.ContainsKey(ModelKinds.Today(kind));

    /// <summary>The folders of a kind of models.</summary>
    public IReadOnlyList<string> FoldersOf(string kind) => folders.Models.GetValueOrDefault(ModelKinds.Today(kind), []);

    /// <summary>What a choice offers; the same object while it is the same. Nothing where there is no such folder.</summary>
    public FileList Of(FileChoice choice)
    {
        // ComfyUI's loaders offer what is in the folder itself, and models with the folders that they are in.
        var isKind = choice.Folder is not ("input" or "output" or "temp");
        if (isKind && !IsKind(choice.Folder))
        {
            return FileList.Empty;
        }

        IReadOnlyList<string> roots = isKind ? FoldersOf(choice.Folder) : [folders.OfType(choice.Folder)];
        var sources = new IReadOnlyList<string>[roots.Count];
        for (var i = 0; i < sources.Length; i++)
        {
            sources[i] = _scans.Of(roots[i], isKind);
        }

        return _lists.TryGetValue(choice, out var list) && list.IsOf(sources) ? list
            : _lists[choice] = new FileList(sources, choice.Extensions.IsDefaultOrEmpty && isKind ? ModelKinds.Extensions(ModelKinds.Today(choice.Folder)) : choice.ExtensionSet);
    }

    /// <summary>Files below one folder of models, by their path below it.</summary>
    public IReadOnlyList<string> ModelsIn(string kind, string folder)
    {
        var extensions = ModelKinds.Extensions(ModelKinds.Today(kind));
        return [.. _scans.Of(folder, deep: true).Where(file => extensions.Count == 0 || extensions.Contains(Path.GetExtension(file)))];
    }

    /// <summary>A model's file; null where it is not there. Links are followed: they are how people share models between programs, and nobody puts any there from outside.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="name">Its path below one of the kind's folders.</param>
    /// <exception cref="ServerRefusal">The name is no path below a folder.</exception>
    public string? FindModel(string kind, string name)
    {
        var parts = PathNames.Parts(name, RefusalKind.Wrong, "The model's name");
        foreach (var folder in parts.Length > 0 ? FoldersOf(kind) : [])
        {
            if (Path.Join([folder, .. parts]) is var path && File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}

/// <summary>Names of files, in their order. Immutable.</summary>
internal sealed class FileList
{
    private readonly IReadOnlyList<string>[] _sources;

    /// <summary>Those of some folders' files that have certain extensions; of two with one name the first folder's is meant.</summary>
    /// <param name="sources">The folders' files.</param>
    /// <param name="extensions">The extensions; none for all files.</param>
    public FileList(IReadOnlyList<string>[] sources, IReadOnlySet<string> extensions)
    {
        _sources = sources;
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            names.UnionWith(extensions.Count == 0 ? source : source.Where(file => extensions.Contains(Path.GetExtension(file))));
        }

        Names = [.. names];
        Json = JsonSerializer.SerializeToUtf8Bytes(Names);
    }

    /// <summary>No files.</summary>
    public static FileList Empty { get; } = new([], new HashSet<string>());

    /// <summary>The names, sorted.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The names as a list in JSON.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Whether it is of these very lists.</summary>
    internal bool IsOf(IReadOnlyList<string>[] sources)
    {
        for (var i = 0; i < sources.Length; i++)
        {
            if (i >= _sources.Length || !ReferenceEquals(sources[i], _sources[i]))
            {
                return false;
            }
        }

        return sources.Length == _sources.Length;
    }
}
