using System.Diagnostics.CodeAnalysis;

namespace MySpinBot.Checkpoints;

/// <summary>The same tensors under other names: a <c>module.</c> cut off, an older architecture's keys translated.</summary>
/// <param name="tensors">The tensors.</param>
/// <param name="rename">The new name of each; null leaves it out.</param>
public sealed class RenamedTensors(ITensors tensors, Func<string, string?> rename) : ITensors
{
    private readonly ITensors _tensors = tensors;
    private readonly Func<string, string?> _rename = rename;

    /// <inheritdoc/>
    public IReadOnlyList<TensorEntry> Entries => throw new NotSupportedException($"{_tensors}{_rename}");

    /// <inheritdoc/>
    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Read(TensorEntry entry, Span<byte> destination) => throw new NotSupportedException();

    /// <inheritdoc/>
    public bool TryMap(TensorEntry entry, out nint address) => throw new NotSupportedException();
}
