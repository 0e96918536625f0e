namespace MySpinBot.Language;

/// <summary>A sequence of tokens that is being computed: a prompt, and what was written after it.</summary>
internal class Sequence
{
    private int[] _tokens;

    /// <summary>A sequence that has yet to be computed.</summary>
    /// <param name="prompt">Its first tokens; one at least.</param>
    /// <param name="most">The most tokens that it may have with what is written.</param>
    public Sequence(ReadOnlySpan<int> prompt, int most)
    {
        _tokens = new int[Math.Min(most, prompt.Length + 256)];
        prompt.CopyTo(_tokens);
        Length = prompt.Length;
        PromptLength = prompt.Length;
        Most = most;
    }

    /// <summary>Its tokens so far.</summary>
    public ReadOnlySpan<int> Tokens => _tokens.AsSpan(0, Length);

    /// <summary>How many tokens it has.</summary>
    public int Length { get; private set; }

    /// <summary>How many of them it was given.</summary>
    public int PromptLength { get; }

    /// <summary>How many were written.</summary>
    public int Written => Length - PromptLength;

    /// <summary>The most tokens that it may have.</summary>
    public int Most { get; }

    /// <summary>How many of them are in the model's memory.</summary>
    public int Computed => Place?.Cells ?? 0;

    /// <summary>How many have yet to be computed before the next one can be chosen.</summary>
    public int Pending => Length - Computed;

    /// <summary>Where it stands in the model's memory; null while it waits.</summary>
    public Place? Place { get; set; }

    /// <summary>Its turn: those that came before it go first.</summary>
    public long Arrival { get; set; } = -1;

    /// <summary>How many of its prompt's tokens were taken over when it first began; -1 before.</summary>
    public int Reused { get; set; } = -1;

    /// <summary>How often others that came later began before it.</summary>
    public int Passed { get; set; }

    /// <summary>How often it had to give its cells to older ones and was computed again.</summary>
    public int Recomputed { get; set; }

    /// <summary>Adds a token that was chosen.</summary>
    public void Append(int token)
    {
        if (Length == _tokens.Length)
        {
            Array.Resize(ref _tokens, Math.Min(Most, _tokens.Length * 2));
        }

        _tokens[Length++] = token;
    }
}
