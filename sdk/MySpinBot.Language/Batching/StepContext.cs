using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>A context of the library with the rows of its next step. One thread at a time, but for <see cref="Abort"/>.</summary>
/// <remarks>What would end the process is not let through: no more rows than a step takes, no sequence and no token that there is not.</remarks>
internal sealed unsafe class StepContext : ISequenceCells, IDisposable
{
    private readonly nint _memory;
    private readonly int _sequences;
    private readonly int _tokenCount;

    // All arrays of a step in one allocation that stays where it is: tokens, positions, counts of sequences, sequences, pointers to these, wishes for output, the wish to abort.
    private readonly byte* _block;
    private readonly int* _tokens;
    private readonly int* _positions;
    private readonly int* _ids;
    private readonly byte* _outputs;
    private readonly byte* _aborts;
    private LlamaBatch _batch;

    /// <summary>Owns a context.</summary>
    /// <param name="context">The context.</param>
    /// <param name="tokenCount">Tokens of its vocabulary.</param>
    public StepContext(ContextHandle context, int tokenCount)
    {
        Handle = context;
        _tokenCount = tokenCount;
        _memory = LlamaNative.MemoryOf(context);
        _sequences = (int)LlamaNative.SequencesOf(context);
        MostRows = (int)LlamaNative.BatchOf(context);
        Cells = (int)LlamaNative.ContextOf(context);
        var rows = (nuint)MostRows;
        _block = (byte*)NativeMemory.AllocZeroed((rows * ((4 * sizeof(int)) + (nuint)sizeof(int*) + 1)) + 1);
        var pointers = (int**)_block;
        _tokens = (int*)(pointers + rows);
        _positions = _tokens + rows;
        var counts = _positions + rows;
        _ids = counts + rows;
        _outputs = (byte*)(_ids + rows);
        _aborts = _outputs + rows;
        for (var row = 0; row < MostRows; row++)
        {
            counts[row] = 1;
            pointers[row] = _ids + row;
        }

        _batch = new LlamaBatch { Tokens = _tokens, Positions = _positions, SequenceCounts = counts, Sequences = pointers, Outputs = _outputs };
        LlamaNative.SetAborts(context, &IsAborted, (nint)_aborts);
    }

    /// <summary>The library's context.</summary>
    public ContextHandle Handle { get; }

    /// <summary>The most rows of a step.</summary>
    public int MostRows { get; }

    /// <summary>Tokens that its memory holds.</summary>
    public int Cells { get; }

    /// <summary>Sequence numbers that its memory has.</summary>
    public int Sequences => _sequences;

    /// <summary>Rows of the step so far.</summary>
    public int Rows => _batch.Count;

    /// <summary>Begins a step.</summary>
    public void Clear() => _batch.Count = 0;

    /// <summary>Adds tokens that follow one another in a sequence.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="start">The position of the first.</param>
    /// <param name="tokens">The tokens.</param>
    /// <param name="outputs">How many of the last ones' outputs are wanted.</param>
    /// <returns>The row of the last.</returns>
    public int Add(int sequence, int start, ReadOnlySpan<int> tokens, int outputs)
    {
        var row = _batch.Count;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tokens.Length, MostRows - row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)sequence, (uint)_sequences);
        ArgumentOutOfRangeException.ThrowIfLessThan(start, 0);
        for (var index = 0; index < tokens.Length; index++, row++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)tokens[index], (uint)_tokenCount);
            _tokens[row] = tokens[index];
            _positions[row] = start + index;
            _ids[row] = sequence;
            _outputs[row] = (byte)(index >= tokens.Length - outputs ? 1 : 0);
        }

        _batch.Count = row;
        return row - 1;
    }

    /// <summary>Computes the step.</summary>
    /// <exception cref="StepFailure">It could not be computed, and trying it again would not help.</exception>
    public StepOutcome Compute() => LlamaNative.Decode(Handle, _batch) switch
    {
        0 => StepOutcome.Computed,
        1 => StepOutcome.Full,
        2 => StepOutcome.Aborted,
        var code => throw new StepFailure(code, LastError()),
    };

    /// <summary>Ends the step that is computed, from any thread. It holds until <see cref="Go"/>.</summary>
    public void Abort() => Volatile.Write(ref *_aborts, 1);

    /// <summary>Takes back <see cref="Abort"/>.</summary>
    public void Go() => Volatile.Write(ref *_aborts, 0);

    /// <inheritdoc/>
    public void Share(int from, int to, int start, int end) => LlamaNative.CopySequence(_memory, from, to, start, end);

    /// <inheritdoc/>
    public void Remove(int sequence, int start, int end)
    {
        if (_memory != 0 && LlamaNative.RemoveSequence(_memory, sequence, start, end) == 0)
        {
            throw new InvalidOperationException($"The model's memory was to be cut at {start}, which this one cannot be.");
        }
    }

    /// <inheritdoc/>
    public long StateBytes(int sequence) => (long)LlamaNative.SequenceStateBytes(Handle, sequence, 0);

    /// <inheritdoc/>
    public byte[] Save(int sequence)
    {
        var bytes = StateBytes(sequence);
        if (bytes > Array.MaxLength)
        {
            throw new NodeFailure($"The state of the sequence has {bytes} bytes, and at most {Array.MaxLength} can be saved; save a shorter one, or load the model with smaller keys and values.");
        }

        var state = GC.AllocateUninitializedArray<byte>((int)bytes);
        fixed (byte* to = state)
        {
            var written = LlamaNative.GetSequenceState(Handle, to, (nuint)state.Length, sequence, 0);
            return written == (nuint)state.Length ? state : throw new InvalidOperationException($"Of a state of {state.Length} bytes {written} were written.");
        }
    }

    /// <inheritdoc/>
    public bool Restore(int sequence, ReadOnlySpan<byte> state)
    {
        fixed (byte* from = state)
        {
            return LlamaNative.SetSequenceState(Handle, from, (nuint)state.Length, sequence, 0) == (nuint)state.Length;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The context may ask whether it is aborted until it has gone.
        Handle.Dispose();
        NativeMemory.Free(_block);
    }

    private static string LastError() => LlamaLog.Lines.LastOrDefault(line => line.Level == LlamaLogLevel.Error).Text?.TrimEnd('.') ?? "";

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte IsAborted(nint aborts) => Volatile.Read(ref *(byte*)aborts);
}
