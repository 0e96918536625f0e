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
    private readonly TensorEntry[] _entries;
    private readonly Dictionary<string, StoredTensor> _byName;

    private Checkpoint(CheckpointFile file, Contents contents)
    {
        (_file, _contents) = (file, contents);
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
    /// <param name="path">The file.</param>
    /// <param name="options">How; null for the usual way.</param>
    /// <exception cref="CheckpointException">It is no checkpoint, is damaged, or holds what is refused; the sentence says which.</exception>
    public static Checkpoint Open(string path, CheckpointOptions? options = null)
    {
        var file = CheckpointFile.Open(path);
        Contents? contents = null;
        try
        {
            contents = Recognition.Read(file, options ?? new CheckpointOptions());
            return new Checkpoint(file, contents);
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

    /// <inheritdoc/>
    public bool TryMap(TensorEntry entry, out nint address)
    {
        _ = Stored(entry);
        address = 0;
        return false;
    }

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
