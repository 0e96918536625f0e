namespace MySpinBot.Language;

/// <summary>The model's memory, as sequences of it are edited. A cell holds one token at one position and belongs to any number of sequences; it is free when it belongs to none.</summary>
internal interface ISequenceCells
{
    /// <summary>Gives cells of a sequence, of positions from <paramref name="start"/> up to <paramref name="end"/>, to another sequence too. Nothing is computed or copied.</summary>
    void Share(int from, int to, int start, int end);

    /// <summary>Takes the cells of positions from <paramref name="start"/> up to <paramref name="end"/> (-1 for all that follow) away from a sequence.</summary>
    void Remove(int sequence, int start, int end);

    /// <summary>Bytes of a sequence's state.</summary>
    long StateBytes(int sequence);

    /// <summary>Copies a sequence's state out.</summary>
    byte[] Save(int sequence);

    /// <summary>Gives a sequence, which has no cells, those of a state.</summary>
    /// <returns>False where it is none of this memory, or there is no room; then it has none.</returns>
    bool Restore(int sequence, ReadOnlySpan<byte> state);
}
