using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using MySpinBot.Core.Archives;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Manifests;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Files;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Manifests;

namespace MySpinBot.Server.Rest.Archives;

/// <summary>Packs a job: its graph, how it is run, its manifest, the files that it reads, and what it made where that is wanted. Models are listed, not packed.</summary>
internal sealed class ArchiveExport(JobDesk desk, ManifestBook manifests, ArchiveInputs inputs, ServerFolders folders, ServerOptions options)
{
    /// <summary>Sends the archive. Its length is known, and nothing is sent before all of it was found.</summary>
    /// <exception cref="ServerRefusal">The job has not run, or something that belongs to it is gone.</exception>
    public async Task SendAsync(HttpContext context, Job job, bool withResults)
    {
        var items = await PackAsync(job, withResults, context.RequestAborted);
        var response = context.Response;
        response.ContentType = JobArchive.MediaType;
        response.ContentLength = ZipWriter.LengthOf(items);
        response.Headers.CacheControl = "no-store";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{NameOf(job)}.zip");
        response.Headers.ContentDisposition = disposition.ToString();
        try
        {
            await ZipWriter.WriteAsync(response.Body, items, context.RequestAborted);
        }
        catch (Exception fault) when (DiskRefusal.Is(fault) && !context.RequestAborted.IsCancellationRequested)
        {
            // A file was changed between two looks. Half an archive must not look like a whole one.
            options.Report($"The archive of job {job.Id:D} was broken off: {fault.Message}");
            context.Abort();
        }
    }

    private async Task<IReadOnlyList<ZipItem>> PackAsync(Job job, bool withResults, CancellationToken cancellation)
    {
        var content = desk.Content(job.Id) ?? throw Requests.NoJob($"{job.Id:D}");
        var json = await manifests.ReadAsync(job, cancellation);
        var manifest = await manifests.FindAsync(job, cancellation);
        var files = JobArchive.FilesOf(manifest);
        var results = withResults ? JobArchive.ResultsOf(manifest) : [];
        var faults = new List<Fault>();
        var packed = await InputsAsync(files, manifest, faults, cancellation);
        packed.AddRange(await ResultsAsync(results, faults, cancellation));
        if (faults.Count > 0)
        {
            throw Requests.Refusal(faults, "archive_incomplete", RefusalKind.Conflict);
        }

        var archived = ArchivedJob.Of(job.Name, content.Terms) with { Files = files, Models = JobArchive.ModelsOf(manifest), Results = results };
        return
        [
            ZipItem.Of(JobArchive.GraphName, content.Document),
            ZipItem.Of(JobArchive.JobName, archived.Write()),
            ZipItem.Of(JobArchive.ManifestName, json),
            .. packed.OrderBy(item => item.Name, StringComparer.Ordinal),
        ];
    }

    private async Task<List<ZipItem>> InputsAsync(IReadOnlyList<ArchivedFile> files, RunManifest manifest, List<Fault> faults, CancellationToken cancellation)
    {
        var items = new Dictionary<string, ZipItem>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (items.ContainsKey(file.Entry))
            {
                continue;
            }

            if (await inputs.FindAsync(file, cancellation) is { } item)
            {
                items.Add(file.Entry, item);
                continue;
            }

            var reader = manifest.Nodes.First(node => node.Files?.Any(read => read.Id == file.Id) == true);
            faults.Add(new Fault("input_gone", $"The file {Shown.Name(file.Path)}, which node {Shown.Name(reader.Id)} read, is not there any more as it was ({file.Bytes} bytes, id {file.Id}). Put it back, and ask again.") { Node = reader.Id });
        }

        return [.. items.Values];
    }

    private async Task<List<ZipItem>> ResultsAsync(IReadOnlyList<ArchivedFile> results, List<Fault> faults, CancellationToken cancellation)
    {
        var items = new List<ZipItem>();
        foreach (var result in results)
        {
            var item = folders.FindArtifact(result.Id) is null ? null : await inputs.FindAsync(result, cancellation);
            if (item is null)
            {
                faults.Add(new Fault("result_gone", $"The result {Shown.Name(result.Path)} is not kept any more. Ask for the archive without results."));
            }
            else
            {
                items.Add(item);
            }
        }

        return items;
    }

    private static string NameOf(Job job)
    {
        var name = new string([.. (job.Name ?? "").Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' or ' ' ? letter : '-')]).Trim(' ', '.', '-');
        return name.Length > 0 ? name : $"job-{job.Id:D}";
    }
}
