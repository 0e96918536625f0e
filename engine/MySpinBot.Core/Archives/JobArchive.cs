using MySpinBot.Core.Manifests;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Archives;

/// <summary>What is in the archive of a job, and what it is called there.</summary>
public static class JobArchive
{
    /// <summary>The graph.</summary>
    public const string GraphName = "graph.json";

    /// <summary>How it is run: <see cref="ArchivedJob"/>.</summary>
    public const string JobName = "job.json";

    /// <summary>What the run rested on: <see cref="RunManifest"/>.</summary>
    public const string ManifestName = "manifest.json";

    /// <summary>What zip files are.</summary>
    public const string MediaType = "application/zip";

    private const string Inputs = "inputs/";
    private const string Models = "models/";
    private const string Results = "results/";
    private const int LongestExtension = 12;
    private const int LongestResult = 400;

    /// <summary>Whether bytes begin as a zip file does.</summary>
    public static bool IsZip(ReadOnlySpan<byte> beginning) => beginning.StartsWith("PK\u0003\u0004"u8);

    /// <summary>The files that a run reads, each once for each way it is written, and what they are called in the archive.</summary>
    public static IReadOnlyList<ArchivedFile> FilesOf(RunManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var entries = new Dictionary<ContentId, string>();
        var files = new Dictionary<(string, ContentId), ArchivedFile>();
        foreach (var file in All(manifest))
        {
            if (!file.IsModel)
            {
                var entry = entries.TryGetValue(file.Id, out var known) ? known : entries[file.Id] = $"{Inputs}{file.Id}{ExtensionOf(file.Path)}";
                files.TryAdd((file.Path, file.Id), new ArchivedFile(file.Path, file.Id, file.Bytes, entry));
            }
        }

        return [.. files.Values];
    }

    /// <summary>The models that a run uses.</summary>
    /// <param name="manifest">The run.</param>
    /// <param name="packed">Whether they are in the archive.</param>
    public static IReadOnlyList<ArchivedModel> ModelsOf(RunManifest manifest, bool packed = false)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return [.. All(manifest).Where(file => file.IsModel).Select(file => new ArchivedModel(file.Kind, file.Path, file.Id, file.Bytes) { Sha256 = file.Sha256, Entry = packed ? $"{Models}{file.Id}{ExtensionOf(file.Path)}" : null }).Distinct()];
    }

    /// <summary>The files that a run saved, and what they are called in the archive.</summary>
    public static IReadOnlyList<ArchivedFile> ResultsOf(RunManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var results = new List<ArchivedFile>();
        foreach (var saved in manifest.Nodes.SelectMany(node => node.Saved ?? []))
        {
            // One that was replaced stands here twice; each has its place.
            var name = saved.Path.Length <= LongestResult && names.Add(saved.Path) ? saved.Path : $"{saved.Id}{ExtensionOf(saved.Path)}";
            if (name == saved.Path || names.Add(name))
            {
                results.Add(new ArchivedFile(saved.Path, saved.Id, saved.Bytes, Results + name));
            }
        }

        return results;
    }

    private static IEnumerable<ManifestFile> All(RunManifest manifest) => manifest.Nodes.SelectMany(node => node.Files ?? []);

    private static string ExtensionOf(string path)
    {
        var dot = path.LastIndexOf('.');
        var extension = dot < 0 ? "" : path[dot..].ToLowerInvariant();
        return extension.Length is > 1 and <= LongestExtension && extension.Skip(1).All(char.IsAsciiLetterOrDigit) ? extension : "";
    }
}
