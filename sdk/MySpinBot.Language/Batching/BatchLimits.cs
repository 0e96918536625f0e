namespace MySpinBot.Language;

/// <summary>What a step and the model's memory take.</summary>
/// <param name="Sequences">Sequences that are computed at once.</param>
/// <param name="Tokens">Tokens of one step.</param>
internal readonly record struct BatchLimits(int Sequences, int Tokens)
{
    /// <summary>Cells of the memory.</summary>
    public int Cells { get; init; }

    /// <summary>Rows of a step whose numbers may be asked for.</summary>
    public int Outputs { get; init; }

    /// <summary>Sequence numbers beside those of sequences that are computed.</summary>
    public int Spare { get; init; }

    /// <summary>Cells that each running sequence may still want before a new one begins.</summary>
    public int Headroom { get; init; } = 64;

    /// <summary>How often those that came later may begin before a sequence that does not fit yet.</summary>
    public int Passes { get; init; } = 16;

    /// <summary>How many more tokens a sequence has to share with one whose prompt is being computed, to wait for it.</summary>
    public int WorthWaiting { get; init; } = 32;
}
