using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Archives;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Manifests;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Sentences;
using MySpinBot.Core.Weights;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Catalogs;
using MySpinBot.Server.Files;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Submitting;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Rest.Archives;

/// <summary>Takes a job that comes as an archive: its files go into the input folder beside what is there, its graph is told their names, and the rest is a submission like any other.</summary>
internal sealed class ArchiveImport(UploadReceiver receiver, ServerFolders folders, CatalogBook catalog, JobIntake intake, ServerOptions options)
{
    private static readonly ImmutableArray<string> Kept = ["inputs", "targets", "policies", "extra_pnginfo"];

    /// <summary>Takes it.</summary>
    /// <exception cref="ServerRefusal">The archive or the job in it is not taken.</exception>
    public async Task<Acceptance> TakeAsync(HttpContext context, ArchiveWish wish, string? key)
    {
        using var staged = await receiver.StageBodyAsync(context, folders.Input, options.Limits.UploadBytes);
        await using var file = new FileStream(staged.Path, new FileStreamOptions { BufferSize = 1 << 16 });
        try
        {
            var archive = ZipDirectory.Read(file, new ArchiveLimits { Bytes = options.Limits.UploadBytes });
            if (!archive.Problems.IsEmpty)
            {
                throw Requests.Refusal([.. archive.Problems.Select(Fault.Of)], ProblemCodes.BadArchive, RefusalKind.Meaningless);
            }

            var body = await UnpackAsync(archive, wish, context.RequestAborted);
            return await intake.SubmitAsync(context.Owner(), body, key, context.RequestAborted);
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            throw new ServerRefusal(RefusalKind.Meaningless, ProblemCodes.BadArchive, fault.Message);
        }
    }

    private async Task<ReadOnlyMemory<byte>> UnpackAsync(ZipDirectory archive, ArchiveWish wish, CancellationToken cancellation)
    {
        var most = (int)Math.Min(options.Limits.BodyBytes, int.MaxValue);
        var graph = await ReadAsync(archive, JobArchive.GraphName, most, cancellation) ?? throw ZipDirectoryBad($"there is no '{JobArchive.GraphName}' in it; it is no archive of a job.");
        CheckJson(graph.Span);
        var job = await ReadAsync(archive, JobArchive.JobName, most, cancellation) is { } written ? ArchivedJob.Read(written.Span) : new ArchivedJob();
        var manifest = !wish.IsStrict ? default(ReadOnlyMemory<byte>?)
            : await ReadAsync(archive, JobArchive.ManifestName, most, cancellation) ?? throw ZipDirectoryBad($"there is no '{JobArchive.ManifestName}' in it, so the job cannot be run strictly.");
        if (manifest is { } strict && ManifestForm.Read(strict.Span).Problem is { } problem)
        {
            throw ZipDirectoryBad(problem.Sentence);
        }

        CheckAmount(job);
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in job.Files)
        {
            var name = await PutAsync(archive, file, cancellation);
            if (name != file.Path)
            {
                renamed[file.Path] = name;
            }
        }

        var models = OtherModels(job);
        if (renamed.Count + models.Count > 0)
        {
            (graph, job) = await RenameAsync(graph, job, renamed, models, cancellation);
        }

        return Body(graph, job, manifest, wish);
    }

    /// <summary>Models whose names nobody has here are named by what is in them: they may lie here under any name.</summary>
    private Dictionary<(string Kind, string Name), string> OtherModels(ArchivedJob job)
    {
        var models = new Dictionary<(string Kind, string Name), string>();
        foreach (var model in job.Models)
        {
            if (model.Sha256 is { } digest && ModelReference.TryRead(model.Name, model.Kind, out _) is { Name: { } name } && ModelReference.TryRead(ModelReference.To(digest), model.Kind, out _) is not null
                && !folders.Models.GetValueOrDefault(ModelKinds.Today(model.Kind), []).Any(folder => File.Exists(Path.Join(folder, name))))
            {
                models[(model.Kind, model.Name)] = ModelReference.To(digest);
            }
        }

        return models;
    }

    /// <summary>One JSON object and nothing else: it becomes a part of a body, and must not become more of it than that.</summary>
    private static void CheckJson(ReadOnlySpan<byte> graph)
    {
        try
        {
            var reader = new Utf8JsonReader(graph.StartsWith("\uFEFF"u8) ? graph[3..] : graph, new JsonReaderOptions { MaxDepth = 1_000 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw ZipDirectoryBad($"its file '{JobArchive.GraphName}' is no JSON object.");
            }

            reader.Skip();
            reader.Read();
        }
        catch (JsonException met)
        {
            throw ZipDirectoryBad($"its file '{JobArchive.GraphName}' is not JSON: line {met.LineNumber + 1}.");
        }
    }

    private void CheckAmount(ArchivedJob job)
    {
        var limits = new ArchiveLimits();
        if (job.Files.Count > limits.Entries || job.Files.Any(file => file.Bytes < 0) || job.Files.Sum(file => (decimal)file.Bytes) > options.Limits.UploadBytes)
        {
            throw ZipDirectoryBad($"its job reads more than {limits.Entries} files or {options.Limits.UploadBytes} bytes.");
        }

        DiskRefusal.CheckRoom(folders.Input, job.Files.Sum(file => file.Bytes), options.Limits.FreeDiskBytes);
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(ZipDirectory archive, string name, int most, CancellationToken cancellation)
        => archive.Find(name) is { } entry ? await archive.ReadAsync(entry, most, cancellation) : default(ReadOnlyMemory<byte>?);

    /// <summary>Puts a file into the input folder: under its own name where nobody has that, or who has it has the same bytes; else under a name beside it.</summary>
    /// <returns>The name by which graphs find it.</returns>
    private async Task<string> PutAsync(ZipDirectory archive, ArchivedFile file, CancellationToken cancellation)
    {
        var staged = receiver.Begin(folders.Input);
        var (subfolder, name) = PlaceOf(file);
        using var upload = new Upload(staged, name, new Dictionary<string, string>());
        await PackedFile.UnpackAsync(archive, file, bytes => staged.WriteAsync(bytes, cancellation), cancellation);
        staged.Complete();
        var kept = receiver.Keep(upload, "input", subfolder, NameTaken.Number);
        return kept.Subfolder.Length == 0 ? kept.Name : $"{kept.Subfolder}/{kept.Name}";
    }

    private static (string Subfolder, string Name) PlaceOf(ArchivedFile file)
    {
        try
        {
            var parts = PathNames.Parts(file.Path, RefusalKind.Wrong, "The file name");
            PathNames.CheckForWriting(parts, "The file name");
            if (parts.Length > 0 && string.Join('/', parts) == file.Path)
            {
                return (string.Join('/', parts[..^1]), parts[^1]);
            }
        }
        catch (ServerRefusal)
        {
            // Another machine's absolute path, or a name that does not do here: its content names it.
        }

        return ("archives", $"{file.Id}{Path.GetExtension(file.Entry)}");
    }

    private async Task<(ReadOnlyMemory<byte> Graph, ArchivedJob Job)> RenameAsync(ReadOnlyMemory<byte> graph, ArchivedJob job, Dictionary<string, string> renamed, Dictionary<(string Kind, string Name), string> models, CancellationToken cancellation)
    {
        var read = GraphReader.Read(graph, ReadLimits.Default);
        if (read.Document is null)
        {
            return (graph, job); // what is wrong with it is said where all graphs are checked
        }

        var renaming = FileReferences.Rename(read.Document, (await catalog.WhenKnownAsync(cancellation)).Catalog, renamed, models);
        var found = renaming.Found.ToHashSet(StringComparer.Ordinal);
        var inputs = job.Inputs?.ToDictionary(
            given => given.Key,
            given => renaming.NamedInputs.TryGetValue(given.Key, out var folder) && FileReferences.NewName(given.Value, renamed, found, folder, models) is { } name ? name : given.Value,
            StringComparer.Ordinal);
        var lost = renamed.Where(pair => !found.Contains(pair.Key)).ToList();
        return lost.Count == 0 ? (GraphWriter.Write(renaming.Document), job with { Inputs = inputs }) : throw Requests.Refusal(
            [.. lost.Select(pair => new Fault("name_taken", $"The graph is told the name of the file {Shown.Name(pair.Key)} over a link, so it cannot be told another, and here another file has that name. Rename that one, or change the graph: the file of the archive is {Shown.Name(pair.Value)} here."))],
            "name_taken",
            RefusalKind.Conflict);
    }

    /// <summary>The job as somebody would hand it in.</summary>
    private static ReadOnlyMemory<byte> Body(ReadOnlyMemory<byte> graph, ArchivedJob job, ReadOnlyMemory<byte>? manifest, ArchiveWish wish)
    {
        var body = new ArrayBufferWriter<byte>(graph.Length + 1024);
        using (var writer = new Utf8JsonWriter(body, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("graph"u8);
            writer.WriteRawValue(graph.Span.StartsWith("\uFEFF"u8) ? graph.Span[3..] : graph.Span, skipInputValidation: true);
            if ((wish.Name ?? job.Name) is { } name)
            {
                writer.WriteString("name"u8, name.Length <= SubmissionForm.LongestName ? name : name[..SubmissionForm.LongestName]);
            }

            if (wish.Priority is { } priority)
            {
                writer.WriteNumber("priority"u8, priority);
            }

            foreach (var field in JsonSerializer.SerializeToElement(job, MessageJson.Options).EnumerateObject())
            {
                if (Kept.Contains(field.Name))
                {
                    field.WriteTo(writer);
                }
            }

            if (manifest is { } strict)
            {
                writer.WritePropertyName("strict"u8);
                writer.WriteRawValue(strict.Span, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        return body.WrittenMemory;
    }

    private static InvalidDataException ZipDirectoryBad(string why) => new($"The archive is not taken: {why}");
}
