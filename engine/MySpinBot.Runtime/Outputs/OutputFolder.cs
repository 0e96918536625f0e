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
/// <param name="journal">The names that calls of this run's job were given; null where no call runs twice.</param>
internal sealed partial class OutputFolder(
    string folder, ArtifactStore artifacts, FileDigests digests, OutputNumbers numbers, TimeProvider time, OutputJournal? journal = null)
{
    private readonly string _root = Path.GetFullPath(folder);
    private readonly Dictionary<string, (string Node, ContentId Restored)> _owners = new(StringComparer.Ordinal);

    private volatile bool _isClosed;

    /// <summary>Where saved bytes are kept.</summary>
    internal ArtifactStore Artifacts => artifacts;

    /// <summary>The folder as a node sees it.</summary>
    /// <param name="nodeId">The node.</param>
    /// <param name="saved">Told of each file that is complete.</param>
    public IOutputFolder ForNode(string nodeId, Action<SavedFile> saved) => ForCall(nodeId, 0, saved);

    /// <summary>The folder as a call sees it.</summary>
    /// <param name="nodeId">Its node.</param>
    /// <param name="call">Which call.</param>
    /// <param name="saved">Told of each file that is complete.</param>
    public IOutputFolder ForCall(string nodeId, int call, Action<SavedFile> saved) => new NodeOutputs(this, nodeId, call, saved);

    /// <summary>Nothing is saved any more: the run has ended.</summary>
    /// <param name="isOver">Whether no other run takes its job up.</param>
    public void Close(bool isOver)
    {
        _isClosed = true;
        foreach (var subfolder in journal?.Close(isOver) ?? [])
        {
            if (Path.Join(_root, subfolder) is var within && Directory.Exists(within))
            {
                Reservation.RemoveLeftovers(within);
            }
        }
    }

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

        using var reserved = ReserveExactly(name, _ => { });
        await reserved.CopyFromAsync(kept, cancellation);
        return Restoration.PutBack;
    }

    /// <summary>Exactly this name.</summary>
    internal ReservedFile Exactly(string nodeId, string given, Action<SavedFile> saved)
    {
        var name = OutputName.Of(given);
        Claim(name, nodeId);
        return ReserveExactly(name, saved);
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

    private ReservedFile ReserveExactly(OutputName name, Action<SavedFile> saved)
        => Guard(name, () =>
        {
            var within = Prepare(name);
            Reservation? reservation = null;
            while (reservation is null)
            {
                var token = Path.GetRandomFileName()[..8];
                reservation = Reservation.TryTake(within, $"{Path.GetFileNameWithoutExtension(name.Name)}.{token}", Path.GetExtension(name.Name));
            }

            return new ReservedFile(this, reservation, name, isExact: true, null, saved);
        });

    /// <summary>Where a name is.</summary>
    internal string PlaceOf(OutputName name) => Path.Join(_root, name.Subfolder, name.Name);

    /// <summary>The folder of a name, made and looked over.</summary>
    private string Prepare(OutputName name)
    {
        RefuseIfClosed(name);
        var within = Path.GetDirectoryName(PlaceOf(name))!;
        if (RealPath.Of(within) is not { } real || RealPath.Of(_root) is not { } realRoot || !RealPath.IsInside(real, realRoot))
        {
            throw new NodeFailure($"The output '{name.Relative}' leads out of the output folder '{_root}' by a link; choose another folder in it.");
        }

        Directory.CreateDirectory(within);
        numbers.Enter(within);
        return within;
    }

    /// <summary>A call that was left behind by its run may come back, and is not to save what nobody waits for.</summary>
    /// <exception cref="NodeFailure">The run has ended.</exception>
    internal void RefuseIfClosed(OutputName name)
    {
        if (_isClosed)
        {
            throw new NodeFailure($"The output '{name.Relative}' is not saved any more: its run has ended.");
        }
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
