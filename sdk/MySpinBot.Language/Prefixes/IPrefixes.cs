namespace MySpinBot.Language;

/// <summary>What the model's memory holds, for those who compute: where a sequence may begin, whether there is room, what is kept when it ends.</summary>
internal interface IPrefixes
{
    /// <summary>Whether several sequences can stand on the same cells.</summary>
    bool Shares { get; }

    /// <summary>Cells in all.</summary>
    int Capacity { get; }

    /// <summary>Cells of sequences that are being computed and of what is kept.</summary>
    int Used { get; }

    /// <summary>How many of the first tokens would be taken over.</summary>
    int Find(ReadOnlySpan<int> tokens);

    /// <summary>Whether a sequence of these tokens may begin now and leave so many cells to others.</summary>
    bool HasRoom(ReadOnlySpan<int> tokens, int toLeave);

    /// <summary>Begins a sequence: what is remembered of its first tokens is taken over (<see cref="Place.Cells"/>), all but the last of them at most, since a step has to compute one.</summary>
    Place Begin(ReadOnlySpan<int> tokens);

    /// <summary>Begins a sequence that takes nothing over.</summary>
    Place BeginAnew();

    /// <summary>Begins a sequence with a state that was saved.</summary>
    /// <returns>Null where the state is none of this memory, or there is no room.</returns>
    Place? Restore(int tokens, ReadOnlySpan<byte> state);

    /// <summary>A step was computed: what nobody computes with and was not wanted for long leaves the memory, where it can be saved, because each step looks at every cell.</summary>
    void Age();

    /// <summary>Makes room for so many more cells of a sequence, which the next step fills; what is kept of others may go for it.</summary>
    /// <returns>False where there is none; nothing has changed for those who compute.</returns>
    bool Grow(Place place, int cells);

    /// <summary>Takes back what was computed after so many cells, or more of it where memory cannot be cut there.</summary>
    void Cut(Place place, int cells);

    /// <summary>What a sequence computed is remembered from now on, for others too.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="tokens">As many of its tokens as it has cells.</param>
    void Keep(Place place, ReadOnlySpan<int> tokens);

    /// <summary>A sequence ends; what it computed is kept as long as there is room.</summary>
    /// <param name="place">Where it stood.</param>
    /// <param name="tokens">As many of its tokens as it has cells.</param>
    void End(Place place, ReadOnlySpan<int> tokens);

    /// <summary>Everything kept that nobody computes with is forgotten.</summary>
    void Forget();
}
