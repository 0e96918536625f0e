using System.Diagnostics.CodeAnalysis;
using MySpinBot.Checkpoints.Files;
using MySpinBot.Checkpoints.Views;

namespace MySpinBot.Checkpoints;

/// <summary>An open file of weights: safetensors, PyTorch (zip and legacy), ONNX (its initializers) or GGUF (its head). Recognised by its content, not by its name.
/// Nothing in it is executed, and nothing is allocated on its word. Safe to use from several threads, until it is disposed.</summary>
public sealed class Checkpoint : ITensors, IDisposable
{
    private readonly CheckpointFile _file;
    private readonly Contents _contents;
    private readonly bool _mayMap;
    private readonly TensorEntry[] _entries;
    private readonly Dictionary<string, StoredTensor> _byName;

    private Checkpoint(CheckpointFile file, Contents contents, bool mayMap)
    {
        (_file, _contents, _mayMap) = (file, contents, mayMap);
        _entries = [.. contents.Tensors.Select(tensor => tensor.Entry)];
        _byName = new Dictionary<string, StoredTensor>(_entries.Length, StringComparer.Ordinal);
        foreach (var tensor in contents.Tensors)
        {
            if (!_byName.TryAdd(tensor.Entry.Name, tensor))
            {
                throw file.Fault($"holds two tensors of the name '{tensor.Entry.Name}'.");
            }
        }
    }

    /// <summary>Opens a file and reads its head.</summary>
    /// <param name="path">The file; of a model in several safetensors files, the one that ends with <c>.safetensors.index.json</c>.</param>
    /// <param name="options">How; null for the usual way.</param>
    /// <exception cref="CheckpointException">It is no checkpoint, is damaged, or holds what is refused; the sentence says which.</exception>
    public static Checkpoint Open(string path, CheckpointOptions? options = null)
    {
        var file = CheckpointFile.Open(path);
        Contents? contents = null;
        try
        {
            options ??= new CheckpointOptions();
            contents = Recognition.Read(file, options);
            return new Checkpoint(file, contents, options.Map);
        }
        catch
        {
            Close(file, contents);
            throw;
        }
    }

    /// <summary>The file.</summary>
    public string Path => _file.Path;

    /// <summary>What kind of file it is.</summary>
    public CheckpointFormat Format => _contents.Format;

    /// <summary>Texts that stand beside the tensors: safetensors' <c>__metadata__</c>, a PyTorch file's other values (<c>epoch</c> = 5), GGUF's and ONNX's key-value pairs. Bounded.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _contents.Metadata;

    /// <summary>Where in a PyTorch file the tensors stood: <c>params_ema</c>; empty at the top.</summary>
    public string Root => _contents.Root;

    /// <inheritdoc/>
    public IReadOnlyList<TensorEntry> Entries => _entries;

    /// <inheritdoc/>
    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry)
    {
        var found = _byName.TryGetValue(name, out var tensor);
        entry = tensor?.Entry;
        return found;
    }

    /// <inheritdoc/>
    public void Read(TensorEntry entry, Span<byte> destination)
    {
        var tensor = Stored(entry);
        if (destination.Length != entry.ByteCount)
        {
            throw new ArgumentException($"The tensor '{entry.Name}' takes {entry.ByteCount} bytes; there is room for {destination.Length}.", nameof(destination));
        }

        if (tensor.Strides.IsDefault)
        {
            tensor.Bytes.Read(tensor.Offset, destination);
        }
        else
        {
            StridedReader.Read(tensor, destination);
        }
    }

    /// <summary>Where a tensor's numbers lie in memory without a copy, if they may: on Linux, in a file of this user on a disk of this machine that nobody has open for writing. Who wants to write to the file later waits until
    /// its content has been copied aside (at most 256 files and, together, half the memory, so that there is room): the numbers stay what they are, until this is disposed.</summary>
    /// <param name="entry">One of <see cref="Entries"/>.</param>
    /// <param name="address">The first byte; no alignment is promised.</param>
    /// <returns>False where they must be read.</returns>
    public bool TryMap(TensorEntry entry, out nint address)
    {
        var tensor = Stored(entry);
        address = 0;
        if (!_mayMap || !tensor.Strides.IsDefault || entry.ByteCount == 0 || tensor.Bytes.InFile is not { } place || place.File.Map() is var start && start == 0)
        {
            return false;
        }

        address = start + (nint)(place.Start + tensor.Offset);
        return true;
    }

    /// <inheritdoc/>
    public bool TryLocate(TensorEntry entry, [NotNullWhen(true)] out string? path, out long offset)
    {
        var tensor = Stored(entry);
        var place = tensor.Strides.IsDefault ? tensor.Bytes.InFile : null;
        (path, offset) = place is { File.Path.Length: > 0 } found ? (found.File.Path, found.Start + tensor.Offset) : (null, 0);
        return path is not null;
    }

    /// <summary>Whether mapped tensors are still the file's numbers. False only where somebody changed the file and this machine was so slow that the kernel let them before all had been copied aside: what was not reads as zeros, and the file has to
    /// be opened again.</summary>
    public bool IsIntact => _file.IsIntact && _contents.Beside.All(file => file.IsIntact);

    /// <summary>Closes the file; mapped tensors are gone.</summary>
    public void Dispose() => Close(_file, _contents);

    private static void Close(CheckpointFile file, Contents? contents)
    {
        foreach (var beside in contents?.Beside ?? [])
        {
            beside.Dispose();
        }

        file.Dispose();
    }

    private StoredTensor Stored(TensorEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return _byName.TryGetValue(entry.Name, out var tensor) && ReferenceEquals(tensor.Entry, entry)
            ? tensor : throw new ArgumentException($"The tensor '{entry.Name}' is none of this file's.", nameof(entry));
    }
}
