using System.Text.RegularExpressions;
using MySpinBot.Runtime.Artifacts;
using MySpinBot.Runtime.Files;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Outputs;

/// <summary>The output folder as one run sees it: which node has which name. Other runs and processes may use the folder too.</summary>
/// <param name="folder">The folder; made when the first file is saved.</param>
/// <param name="artifacts">Where the bytes of saved files are kept, so that a reused result can put them back.</param>
/// <param name="digests">Content ids of files that are there.</param>
/// <param name="numbers">The numbers given out, shared by all runs of this process.</param>
/// <param name="time">For the date in names.</param>
internal sealed partial class OutputFolder(string folder, ArtifactStore artifacts, FileDigests digests, OutputNumbers numbers, TimeProvider time)
{
    private readonly string _root = Path.GetFullPath(folder);
    private readonly Dictionary<string, (string Node, ContentId Restored)> _owners = new(StringComparer.Ordinal);

    /// <summary>The folder as a node sees it.</summary>
    /// <param name="nodeId">The node.</param>
    /// <param name="saved">Told of each file that is complete.</param>
    public IOutputFolder ForNode(string nodeId, Action<SavedFile> saved) => new NodeOutputs(this, nodeId, saved);

    /// <summary>Puts a file of an earlier result back where it is wanted. A numbered file that is there stays as it is; a file of an exact name is replaced when its bytes differ.</summary>
    /// <param name="nodeId">The node whose result it is.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellation">Ends the copying.</param>
    /// <returns>What became of it; where it is gone the node has to run again.</returns>
    /// <exception cref="NodeFailure">The folder cannot be written, or another node of this run has the name for other bytes.</exception>
    public async Task<Restoration> RestoreAsync(string nodeId, SavedFile file, CancellationToken cancellation)
    {
        var name = OutputName.Of(file.Subfolder.Length == 0 ? file.Name : $"{file.Subfolder}/{file.Name}");
        var owner = OwnerOf(name, nodeId, file.Artifact.Id);
        var isOurs = owner.Node == nodeId;
        if (!isOurs && owner.Restored == file.Artifact.Id)
        {
            // Two nodes that saved the same share the file.
            return Restoration.WasThere;
        }

        var place = PlaceOf(name);
        if (FileStamp.Of(place) is { Kind: FileKind.File } there
            && ((isOurs && Numbered().IsMatch(name.Name)) || (there.Length == file.Artifact.Length && (await digests.DigestAsync(place, cancellation)).Id == file.Artifact.Id)))
        {
            return Restoration.WasThere;
        }

        if (!isOurs)
        {
            // A number that both were given in different folders: the second is given another by running again.
            return Numbered().IsMatch(name.Name) ? Restoration.Gone : throw WrittenBy(owner.Node, name);
        }

        if (await artifacts.FindAsync(file.Artifact.Id, cancellation) is not { } kept)
        {
            Restores(name, nodeId, default);
            return Restoration.Gone;
        }

        using var reserved = Reserve(name, isExact: true, _ => { });
        await reserved.CopyFromAsync(kept, cancellation);
        return Restoration.PutBack;
    }

    /// <summary>The next free numbered name.</summary>
    internal ReservedFile Number(string nodeId, string prefix, string extension, Action<SavedFile> saved)
    {
        var ending = OutputName.Extension(extension);
        var name = OutputName.Of(OutputName.Fill(prefix, time.GetLocalNow()));
        return Guard(name, () =>
        {
            var within = Prepare(name);
            while (true)
            {
                var stem = $"{name.Name}_{numbers.Next(within, name.Name):00000}_";
                if (Reservation.TryTake(within, stem, ending) is not { } reservation)
                {
                    continue;
                }

                // Looked for only now: whoever had the number before us has moved his file to its name by the time he let go of it.
                var numbered = name with { Name = stem + ending };
                if (!Path.Exists(Path.Join(within, numbered.Name)) && OwnerOf(numbered, nodeId, default).Node == nodeId)
                {
                    return new ReservedFile(reservation, numbered, Path.Join(within, numbered.Name), isExact: false, artifacts, saved);
                }

                reservation.Dispose();
            }
        });
    }

    /// <summary>Exactly this name.</summary>
    internal ReservedFile Exactly(string nodeId, string given, Action<SavedFile> saved)
    {
        var name = OutputName.Of(given);
        Claim(name, nodeId);
        return Reserve(name, isExact: true, saved);
    }

    private ReservedFile Guard(OutputName name, Func<ReservedFile> act)
    {
        try
        {
            return act();
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw DiskFault.Failure(fault, $"The output '{name.Relative}' cannot be written", _root);
        }
    }

    [GeneratedRegex(@"_\d{5,}_\.[^.]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();

    private ReservedFile Reserve(OutputName name, bool isExact, Action<SavedFile> saved)
        => Guard(name, () =>
        {
            var within = Prepare(name);
            Reservation? reservation = null;
            while (reservation is null)
            {
                var token = Path.GetRandomFileName()[..8];
                reservation = Reservation.TryTake(within, $"{Path.GetFileNameWithoutExtension(name.Name)}.{token}", Path.GetExtension(name.Name));
            }

            return new ReservedFile(reservation, name, Path.Join(within, name.Name), isExact, artifacts, saved);
        });

    private string PlaceOf(OutputName name) => Path.Join(_root, name.Subfolder, name.Name);

    /// <summary>The folder of a name, made and looked over.</summary>
    private string Prepare(OutputName name)
    {
        var within = Path.GetDirectoryName(PlaceOf(name))!;
        if (RealPath.Of(within) is not { } real || RealPath.Of(_root) is not { } realRoot || !RealPath.IsInside(real, realRoot))
        {
            throw new NodeFailure($"The output '{name.Relative}' leads out of the output folder '{_root}' by a link; choose another folder in it.");
        }

        Directory.CreateDirectory(within);
        numbers.Enter(within);
        return within;
    }

    private void Claim(OutputName name, string nodeId)
    {
        if (OwnerOf(name, nodeId, default) is var owner && owner.Node != nodeId)
        {
            throw WrittenBy(owner.Node, name);
        }
    }

    /// <summary>The node that has a name in this run, and what it puts back there: this one, unless another came first.</summary>
    private (string Node, ContentId Restored) OwnerOf(OutputName name, string nodeId, ContentId restored)
    {
        lock (_owners)
        {
            return _owners.TryGetValue(name.Relative, out var owner) ? owner : _owners[name.Relative] = (nodeId, restored);
        }
    }

    private void Restores(OutputName name, string nodeId, ContentId restored)
    {
        lock (_owners)
        {
            _owners[name.Relative] = (nodeId, restored);
        }
    }

    private static NodeFailure WrittenBy(string owner, OutputName name)
        => new($"The output '{name.Relative}' is written by the node '{owner}' in this run already; give one of the two nodes another name.");
}
