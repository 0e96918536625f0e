using System.Collections.Immutable;
using MySpinBot.Cli.Graphs;
using MySpinBot.Core.Archives;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Weights;
using MySpinBot.Runtime;
using MySpinBot.Sdk;

namespace MySpinBot.Cli.Archives;

/// <summary>An archive of a job, unpacked into a folder of its own that goes with it.</summary>
internal sealed class UnpackedJob : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("myspinbot-job-").FullName;
    private readonly Dictionary<string, string> _renamed = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Kind, string Name), string> _models = [];
    private ReadOnlyMemory<byte> _graph;
    private ArchivedJob _job = new();

    // Models may be in it.
    private static ArchiveLimits Limits { get; } = new() { Bytes = 256L << 30 };

    private UnpackedJob()
    {
    }

    /// <summary>All that is wrong with it.</summary>
    public ImmutableArray<GraphProblem> Problems { get; private set; } = [];

    /// <summary>The folder that its files are in.</summary>
    public string Inputs => Path.Join(_folder, "inputs");

    /// <summary>Folders of models with those of the archive before them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> WithModels(IReadOnlyDictionary<string, IReadOnlyList<string>> folders)
    {
        var all = folders.ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (var kind in _job.Models.Where(model => model.Entry is not null).Select(model => ModelKinds.Today(model.Kind)).Distinct(StringComparer.Ordinal))
        {
            all[kind] = [ModelFolder(kind), .. all.GetValueOrDefault(kind, [])];
        }

        return all;
    }

    /// <summary>Looks for its models by what is in them: here they may have other names.</summary>
    public async Task FindModelsAsync(Engine engine, CancellationToken cancellation)
    {
        foreach (var model in _job.Models)
        {
            if (await engine.NameOfModelAsync(new WeightFile(model.Kind, model.Id, model.Bytes), cancellation) is { } name && name != model.Name)
            {
                _models[(model.Kind, model.Name)] = name;
            }
        }
    }

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
            await job.UnpackAsync(ZipDirectory.Read(file, Limits), cancellation);
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
        var packed = _job.Files.Concat(_job.Models.Where(model => model.Entry is not null).Select(model => new ArchivedFile(model.Name, model.Id, model.Bytes, model.Entry!))).ToList();
        if (packed.Count > Limits.Entries || packed.Any(file => file.Bytes < 0) || packed.Sum(file => (decimal)file.Bytes) > Limits.Bytes)
        {
            throw new InvalidDataException($"The archive is not taken: its job reads more than {Limits.Entries} files or {Limits.Bytes} bytes.");
        }

        Directory.CreateDirectory(Inputs);
        foreach (var file in _job.Files)
        {
            await PutAsync(archive, file, cancellation);
        }

        foreach (var model in _job.Models.Where(model => model.Entry is not null))
        {
            await PutAsync(archive, model, cancellation);
        }
    }

    private string ModelFolder(string kind) => Path.Join(_folder, "models", IsPlain(kind) && !kind.Contains('/', StringComparison.Ordinal) ? kind : "other");

    // Under a name of its content: which name the graph knows it by is told when it is looked for.
    private async Task PutAsync(ZipDirectory archive, ArchivedModel model, CancellationToken cancellation)
    {
        var extension = Path.GetExtension(model.Name);
        var path = Path.Join(ModelFolder(ModelKinds.Today(model.Kind)), $"{model.Id}{(IsPlain($"a{extension}") ? extension : "")}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var output = File.Create(path);
        await PackedFile.UnpackAsync(archive, new ArchivedFile(model.Name, model.Id, model.Bytes, model.Entry!), bytes => output.WriteAsync(bytes, cancellation), cancellation);
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
        if (read.Document is not { } document || (_renamed.Count + _models.Count == 0 && _job is { Inputs: null, Targets: null }))
        {
            return _graph.ToArray(); // what is wrong with it is said where all graphs are checked
        }

        var renaming = FileReferences.Rename(document, catalog, _renamed, _models);
        document = renaming.Document;
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in _job.Inputs ?? ImmutableDictionary<string, System.Text.Json.JsonElement>.Empty)
        {
            document = Edits.SetNamedInput(document, name, renaming.NamedInputs.TryGetValue(name, out var folder) ? FileReferences.NewName(value, _renamed, found, folder, _models) ?? value : value).Document;
        }

        return GraphWriter.Write(_job.Targets is { Count: > 0 } targets ? Edits.ChooseTargets(document, targets).Document : document);
    }
}
