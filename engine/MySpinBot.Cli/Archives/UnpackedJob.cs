using System.Collections.Immutable;
using MySpinBot.Cli.Graphs;
using MySpinBot.Core.Archives;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;

namespace MySpinBot.Cli.Archives;

/// <summary>An archive of a job, unpacked into a folder of its own that goes with it.</summary>
internal sealed class UnpackedJob : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("myspinbot-job-").FullName;
    private readonly Dictionary<string, string> _renamed = new(StringComparer.Ordinal);
    private ReadOnlyMemory<byte> _graph;
    private ArchivedJob _job = new();

    private UnpackedJob()
    {
    }

    /// <summary>All that is wrong with it.</summary>
    public ImmutableArray<GraphProblem> Problems { get; private set; } = [];

    /// <summary>The folder that its files are in.</summary>
    public string Inputs => Path.Join(_folder, "inputs");

    /// <summary>How often and how long its steps are tried.</summary>
    public IReadOnlyDictionary<string, StepPolicy> Policies => _job.Policies ?? ImmutableDictionary<string, StepPolicy>.Empty;

    /// <summary>Unpacks an archive; null where the graph's file is none.</summary>
    public static async Task<UnpackedJob?> TryOpenAsync(GraphSource source, CancellationToken cancellation)
    {
        if (source.IsStandardInput || !await IsArchiveAsync(source.Path, cancellation))
        {
            return null;
        }

        var job = new UnpackedJob();
        try
        {
            await using var file = File.OpenRead(source.Path);
            await job.UnpackAsync(ZipDirectory.Read(file, new ArchiveLimits()), cancellation);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            job.Problems = [new GraphProblem(ProblemCodes.BadArchive, null, null, fault.Message)];
        }
        catch
        {
            job.Dispose();
            throw;
        }

        return job;
    }

    /// <summary>Its graph, told where its files are now and what its named inputs are given.</summary>
    public GraphSource GraphFor(Catalog catalog)
    {
        var path = Path.Join(_folder, JobArchive.GraphName);
        File.WriteAllBytes(path, Changed(catalog));
        return new GraphSource(path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It lies in the folder for temporary files, which others look after.
        }
    }

    private static async Task<bool> IsArchiveAsync(string path, CancellationToken cancellation)
    {
        try
        {
            await using var file = File.OpenRead(path);
            var beginning = new byte[4];
            return await file.ReadAtLeastAsync(beginning, beginning.Length, throwOnEndOfStream: false, cancellation) == beginning.Length && JobArchive.IsZip(beginning);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false; // Whoever reads it as a graph says why it cannot be read.
        }
    }

    private async Task UnpackAsync(ZipDirectory archive, CancellationToken cancellation)
    {
        Problems = archive.Problems;
        if (!Problems.IsEmpty)
        {
            return;
        }

        var graph = archive.Find(JobArchive.GraphName) ?? throw new InvalidDataException($"The archive is not taken: there is no '{JobArchive.GraphName}' in it; it is no archive of a job.");
        _graph = await archive.ReadAsync(graph, ReadLimits.Default.MaxBytes, cancellation);
        _job = archive.Find(JobArchive.JobName) is { } job ? ArchivedJob.Read((await archive.ReadAsync(job, ReadLimits.Default.MaxBytes, cancellation)).Span) : _job;
        var limits = new ArchiveLimits();
        if (_job.Files.Count > limits.Entries || _job.Files.Any(file => file.Bytes < 0) || _job.Files.Sum(file => (decimal)file.Bytes) > limits.Bytes)
        {
            throw new InvalidDataException($"The archive is not taken: its job reads more than {limits.Entries} files or {limits.Bytes} bytes.");
        }

        Directory.CreateDirectory(Inputs);
        foreach (var file in _job.Files)
        {
            await PutAsync(archive, file, cancellation);
        }
    }

    private async Task PutAsync(ZipDirectory archive, ArchivedFile file, CancellationToken cancellation)
    {
        var name = IsPlain(file.Path) && !File.Exists(Path.Join(Inputs, file.Path)) ? file.Path : $"archives/{file.Id}{Path.GetExtension(file.Entry)}";
        var path = Path.Join(Inputs, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using (var output = File.Create(path))
        {
            await PackedFile.UnpackAsync(archive, file, bytes => output.WriteAsync(bytes, cancellation), cancellation);
        }

        if (name != file.Path)
        {
            _renamed[file.Path] = name;
        }
    }

    /// <summary>Whether a path stays below the folder that it is joined to, and means the same there.</summary>
    private static bool IsPlain(string path)
        => path.Length is > 0 and <= 1_000 && !Path.IsPathRooted(path) && !path.Any(char.IsControl) && !path.Contains('\\', StringComparison.Ordinal) && path.Split('/').All(part => part is not ("" or "." or ".."));

    private byte[] Changed(Catalog catalog)
    {
        var read = GraphReader.Read(_graph, ReadLimits.Default);
        if (read.Document is not { } document || (_renamed.Count == 0 && _job is { Inputs: null, Targets: null }))
        {
            return _graph.ToArray(); // what is wrong with it is said where all graphs are checked
        }

        var renaming = FileReferences.Rename(document, catalog, _renamed);
        document = renaming.Document;
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in _job.Inputs ?? ImmutableDictionary<string, System.Text.Json.JsonElement>.Empty)
        {
            document = Edits.SetNamedInput(document, name, renaming.NamedInputs.Contains(name) ? FileReferences.NewName(value, _renamed, found) ?? value : value).Document;
        }

        return GraphWriter.Write(_job.Targets is { Count: > 0 } targets ? Edits.ChooseTargets(document, targets).Document : document);
    }
}
