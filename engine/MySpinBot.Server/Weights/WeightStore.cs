using MySpinBot.Core.Weights;
using MySpinBot.Runtime.Files;
using MySpinBot.Server.Files;
using MySpinBot.Server.Weights.Digests;
using MySpinBot.Server.Weights.Heads;
using MySpinBot.Server.Weights.Manifests;
using MySpinBot.Server.Weights.Pulling;
using MySpinBot.Server.Weights.Records;

namespace MySpinBot.Server.Weights;

/// <summary>The files with weights that lie in the folders of models: what there is, what it is, whether it is whole, and how more is had. The server and the command line use it alike.</summary>
public sealed class WeightStore
{
    private const int MostPins = 100_000;

    private readonly WeightOptions _options;
    private readonly FolderScans _scans;
    private readonly DigestIndex _digests;
    private readonly JsonRecord<Pin> _pins;
    private readonly PullPlanner _planner;

    /// <summary>A store over folders. Nothing is read or written yet but the manifests.</summary>
    public WeightStore(WeightOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        var notes = Path.Join(options.DataFolder, "weights");
        _scans = new FolderScans(options.Time);
        _digests = new DigestIndex(Path.Join(notes, "digests.json"), options.Time, options.Report);
        _pins = new JsonRecord<Pin>(Path.Join(notes, "pins.json"), MostPins, options.Report);
        Manifest = ModelManifest.Read(options.Manifests, options.Report);
        _planner = new PullPlanner(options, Manifest, _pins, new JsonRecord<Acceptance>(Path.Join(notes, "licences.json"), MostPins, options.Report));
    }

    /// <summary>What can be pulled by name.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>The kinds of models.</summary>
    public IEnumerable<string> Kinds => _options.Folders.Keys;

    /// <summary>Whether there is such a kind.</summary>
    public bool IsKind(string kind) => _options.Folders.ContainsKey(ModelKinds.Today(kind));

    /// <summary>The files that are there, of all kinds or of one, by kind and name. Of two of one name the one is meant that graphs find.</summary>
    public IReadOnlyList<WeightFile> List(string? kind = null)
    {
        var files = new List<WeightFile>();
        foreach (var of in _options.Folders.Keys.Where(of => kind is null || of == ModelKinds.Today(kind)).Order(StringComparer.Ordinal))
        {
            var (extensions, seen) = (ModelKinds.Extensions(of), new SortedDictionary<string, string>(StringComparer.Ordinal));
            foreach (var folder in _options.Folders.GetValueOrDefault(of, []))
            {
                foreach (var name in _scans.Of(folder, deep: true))
                {
                    if (extensions.Count == 0 || extensions.Contains(Path.GetExtension(name)))
                    {
                        seen.TryAdd(name, folder);
                    }
                }
            }

            files.AddRange(seen.Select(pair => File(of, pair.Key, Path.Join(pair.Value, pair.Key))).OfType<WeightFile>());
        }

        return files;
    }

    /// <summary>A file; null where it is not there.</summary>
    /// <exception cref="ServerRefusal">The name is no path below a folder.</exception>
    public WeightFile? Find(string kind, string name)
    {
        ArgumentNullException.ThrowIfNull(kind);
        var parts = PathNames.Parts(name, RefusalKind.Wrong, "The model's name");
        var of = ModelKinds.Today(kind);
        foreach (var folder in parts.Length > 0 ? _options.Folders.GetValueOrDefault(of, []) : [])
        {
            if (File(of, string.Join('/', parts), Path.Join([folder, .. parts])) is { } file)
            {
                return file;
            }
        }

        return null;
    }

    /// <summary>What a file says of itself.</summary>
    /// <exception cref="ServerRefusal">The disk does not give it.</exception>
    public static WeightFacts Look(WeightFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return WeightHead.Look(file.Path, file.Name);
    }

    /// <summary>The SHA-256 of a file that has not changed since it was read last; null where it has to be read.</summary>
    public string? KnownDigest(WeightFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return _digests.Known(file.Path);
    }

    /// <summary>The same of a file by its place.</summary>
    public string? KnownDigest(string path) => _digests.Known(path);

    /// <summary>What a file was when it was pulled; null where it was not.</summary>
    public Pin? PinOf(WeightFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return _pins.Find(KeyOf(file));
    }

    /// <summary>Reads a file to its end and compares it with the manifest, or with what it was when it was pulled.</summary>
    /// <param name="file">The file.</param>
    /// <param name="tell">Told how many bytes were read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ServerRefusal">The disk does not give it.</exception>
    public async Task<Verdict> VerifyAsync(WeightFile file, Action<long> tell, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(file);
        var facts = Look(file);
        var digest = await _digests.OfAsync(file.Path, tell, cancellation).ConfigureAwait(false);
        return Verdict.Of(file, digest, facts, Manifest.For(file.Kind, file.Name), PinOf(file));
    }

    /// <summary>What a wish means.</summary>
    /// <exception cref="ServerRefusal">It means nothing that can be pulled, or its licence was not accepted.</exception>
    public PullPlan Plan(PullWish wish)
    {
        ArgumentNullException.ThrowIfNull(wish);
        return _planner.Plan(wish);
    }

    /// <summary>Whether the terms of a model were accepted once.</summary>
    public bool IsAccepted(ModelEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return _planner.IsAccepted(entry);
    }

    /// <summary>Pulls a file: goes on where an earlier pull was broken off, checks it, and puts it into its place whole.</summary>
    /// <exception cref="ServerRefusal">It cannot be had, or is not what was promised.</exception>
    public async Task<Pulled> PullAsync(PullPlan plan, Action<PullProgress> tell, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(tell);
        if (File(plan.Kind, plan.File, plan.Path) is { } there && !plan.Updates)
        {
            return await TakeAsync(plan, there, tell, cancellation).ConfigureAwait(false);
        }

        using var part = await PartFile.OpenAsync(plan, _options.Time, cancellation).ConfigureAwait(false);
        await new Download(plan, part, _options, tell).RunAsync(cancellation).ConfigureAwait(false);
        tell(new PullProgress("checking", part.Length, part.Length));
        var digest = part.Complete();
        Check(plan, part, digest);
        part.MoveTo(plan.Path, plan.Updates);
        var isPublished = plan.Sha256 is not null && !plan.IsPinned;
        _pins.Set(($"{plan.Kind}/{plan.File}", new Pin(digest, part.Length, part.Origin.Url, _options.Time.GetUtcNow(), isPublished)));
        return new Pulled(plan.Path, part.Length, digest, WasThere: false, isPublished);
    }

    private async Task<Pulled> TakeAsync(PullPlan plan, WeightFile there, Action<PullProgress> tell, CancellationToken cancellation)
    {
        tell(new PullProgress("checking", 0, there.Bytes));
        var digest = await _digests.OfAsync(there.Path, read => tell(new PullProgress("checking", read, there.Bytes)), cancellation).ConfigureAwait(false);
        return plan.Sha256 is null || plan.Sha256 == digest
            ? new Pulled(there.Path, there.Bytes, digest, WasThere: true, plan.Sha256 is not null && !plan.IsPinned)
            : throw new ServerRefusal(RefusalKind.Conflict, "other_file_there", $"There is another file '{plan.File}' among the {plan.Kind}: its SHA-256 is {digest}, and {plan.Sha256} is wanted. Move it away, or replace it with '--update' (\"update\": true).");
    }

    private static void Check(PullPlan plan, PartFile part, string digest)
    {
        if (plan.Sha256 is { } wanted && wanted != digest)
        {
            var bytes = part.Length;
            part.Discard();
            throw plan.IsPinned
                ? new ServerRefusal(RefusalKind.Conflict, "changed_there", $"'{plan.File}' is not what it was when it was pulled first: then its SHA-256 was {wanted}, now it is {digest} ({bytes} bytes). What came was thrown away; '--update' takes the new file.")
                : new ServerRefusal(RefusalKind.Conflict, "digest_mismatch", $"What came for '{plan.File}' ({bytes} bytes) has the SHA-256 {digest}, and {wanted} was promised. It was thrown away.");
        }

        // Nobody said what it should be: at least it must be what its name says.
        if (part.Look(plan.File) is { Damage: { } damage } && plan.Sha256 is null)
        {
            part.Discard();
            throw new ServerRefusal(RefusalKind.Conflict, "not_a_model", $"What came for '{plan.File}' was thrown away: {damage}");
        }
    }

    private static string KeyOf(WeightFile file) => $"{file.Kind}/{file.Name}";

    private static WeightFile? File(string kind, string name, string path)
        => new FileInfo(path) is { Exists: true } file && (file.ResolveLinkTarget(returnFinalTarget: true) ?? file) is FileInfo { Exists: true } real ? new WeightFile(kind, name, path, real.Length, real.LastWriteTimeUtc) : null;
}
