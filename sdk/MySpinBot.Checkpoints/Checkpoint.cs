using System.Diagnostics.CodeAnalysis;

namespace MySpinBot.Checkpoints;

/// <summary>An open file of weights: safetensors, PyTorch (zip and legacy), ONNX (its initializers) or GGUF (its head). Recognised by its content, not by its name.
/// Nothing in it is executed, and nothing is allocated on its word. Safe to use from several threads.</summary>
public sealed class Checkpoint : ITensors, IDisposable
{
    /// <summary>Opens a file and reads its head.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How; null for the usual way.</param>
    /// <exception cref="CheckpointException">It is no checkpoint, is damaged, or holds what is refused; the sentence says which.</exception>
    public static Checkpoint Open(string path, CheckpointOptions? options = null) => throw new NotSupportedException();

    /// <summary>The file.</summary>
    public string Path => throw new NotSupportedException();

    /// <summary>What kind of file it is.</summary>
    public CheckpointFormat Format => throw new NotSupportedException();

    /// <summary>Texts that stand beside the tensors: safetensors' <c>__metadata__</c>, a PyTorch file's other values (<c>epoch</c> = 5), GGUF's and ONNX's key-value pairs. Bounded.</summary>
    public IReadOnlyDictionary<string, string> Metadata => throw new NotSupportedException();

    /// <summary>Where in a PyTorch file the tensors stood: <c>params_ema</c>; empty at the top.</summary>
    public string Root => throw new NotSupportedException();

    /// <inheritdoc/>
    public IReadOnlyList<TensorEntry> Entries => throw new NotSupportedException();

    /// <inheritdoc/>
    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Read(TensorEntry entry, Span<byte> destination) => throw new NotSupportedException();

    /// <inheritdoc/>
    public bool TryMap(TensorEntry entry, out nint address) => throw new NotSupportedException();

    /// <summary>Closes the file; mapped tensors are gone.</summary>
    public void Dispose()
    {
    }
}

/// <summary>How a checkpoint is opened.</summary>
public sealed record CheckpointOptions
{
    /// <summary>Which part of a PyTorch file is wanted (<c>optimizer</c>, <c>params</c>); null for its state dict: <c>params_ema</c> before <c>params</c>, <c>state_dict</c>, <c>g_ema</c>, <c>model</c>, else the top.</summary>
    public string? Root { get; init; }

    /// <summary>Whether the file may be mapped into memory where that is safe.</summary>
    public bool Map { get; init; } = true;
}

/// <summary>Kinds of checkpoint files.</summary>
public enum CheckpointFormat
{
    /// <summary>A JSON head and bytes.</summary>
    Safetensors,

    /// <summary>A zip archive with a pickle.</summary>
    PyTorch,

    /// <summary>Pickles one after the other, as before torch 1.6.</summary>
    PyTorchLegacy,

    /// <summary>A graph with its weights.</summary>
    Onnx,

    /// <summary>llama.cpp's format.</summary>
    Gguf,
}
