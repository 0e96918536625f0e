using MySpinBot.Core.Results;

namespace MySpinBot.Runtime.Results;

/// <summary>What garbage collection leaves.</summary>
/// <param name="Bytes">Bytes of values and artifacts to keep at most, pinned ones not counted.</param>
internal sealed record CacheKeep(long Bytes)
{
    /// <summary>Trace records to keep at most; they outlive their values' bytes.</summary>
    public int Records { get; init; } = 1_000_000;

    /// <summary>Whether a record's values and files stay whatever the bounds: outputs of jobs that are kept, inputs of queued ones.</summary>
    public Func<TraceKey, bool> IsPinned { get; init; } = _ => false;

    /// <summary>Whether the bytes of saved files stay as long as the record that names them, so that they can be put back.</summary>
    public bool KeepsSavedFiles { get; init; } = true;
}
