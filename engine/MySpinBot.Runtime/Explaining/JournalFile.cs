using System.Text;
using System.Text.Json;
using MySpinBot.Core.Messages;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Explaining;

/// <summary>The journals in a cache folder: one file a graph, <c>journals/HASH.json</c>, holding its last run. They explain, and nothing rests on them:
/// a journal that cannot be read counts as none.</summary>
public sealed class JournalFile
{
    private readonly string _folder;

    /// <summary>The journals of this cache folder.</summary>
    public JournalFile(string cacheFolder) => _folder = Path.Combine(cacheFolder, "journals");

    /// <summary>The last run of the graph of this name, or null.</summary>
    public RunRecord? Read(string graphName) => ReadPath(PathOf(graphName));

    /// <summary>The last run of whichever graph ran last, or null.</summary>
    public RunRecord? ReadLatest()
        => !Directory.Exists(_folder)
            ? null
            : new DirectoryInfo(_folder).EnumerateFiles("*.json").OrderByDescending(file => file.LastWriteTimeUtc).Select(file => ReadPath(file.FullName)).FirstOrDefault(run => run is not null);

    /// <summary>Replaces the journal of the run's graph, in one step.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public void Write(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Directory.CreateDirectory(_folder);
        var path = PathOf(run.Graph);
        var temporary = $"{path}.{Environment.ProcessId}.new";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(run, MessageJson.Options));
        File.Move(temporary, path, overwrite: true);
    }

    private string PathOf(string graphName) => Path.Combine(_folder, ContentId.Of(Encoding.UTF8.GetBytes(graphName)).ToString()[..16] + ".json");

    private static RunRecord? ReadPath(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<RunRecord>(stream, MessageJson.Options);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
