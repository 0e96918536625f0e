namespace MySpinBot.Language;

/// <summary>Room to choose in: an entry for each token of a vocabulary. Those who choose one after the other, on one thread, share it.</summary>
/// <param name="tokenCount">Tokens of the vocabulary.</param>
internal sealed unsafe class SamplingRoom(int tokenCount)
{
    // On the pinned heap, since llama.cpp writes into it.
    private readonly LlamaCandidate[] _candidates = GC.AllocateUninitializedArray<LlamaCandidate>(tokenCount, pinned: true);

    /// <summary>Tokens of the vocabulary.</summary>
    public int TokenCount => tokenCount;

    /// <summary>The entries.</summary>
    public Span<LlamaCandidate> Candidates => _candidates;

    /// <summary>Where they lie; they stay there.</summary>
    public LlamaCandidate* Start => (LlamaCandidate*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(_candidates));
}
