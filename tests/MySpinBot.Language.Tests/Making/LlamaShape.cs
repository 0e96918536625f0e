namespace MySpinBot.Language.Tests.Making;

/// <summary>How large a made model is, and what it says of itself.</summary>
internal sealed record LlamaShape
{
    /// <summary>The smallest that behaves like a model: a tenth of a million numbers.</summary>
    public static LlamaShape Tiny { get; } = new();

    /// <summary>Some 190 million numbers, for measuring.</summary>
    public static LlamaShape Measured { get; } = new()
    {
        Layers = 16, Width = 1024, Heads = 16, KeyHeads = 4, FeedForward = 2304, Context = 4096, Numbers = GgufNumbers.Q8, Vocabulary = MadeVocabulary.Pieces(32_000), IsTied = true,
    };

    public int Layers { get; init; } = 2;

    /// <summary>Numbers of a token's vector.</summary>
    public int Width { get; init; } = 64;

    public int Heads { get; init; } = 4;

    /// <summary>Heads of keys and values, which groups of heads share.</summary>
    public int KeyHeads { get; init; } = 2;

    public int FeedForward { get; init; } = 128;

    /// <summary>Tokens that a sequence had in its training, had there been one.</summary>
    public int Context { get; init; } = 512;

    /// <summary>What matrices are kept as; vectors are floats.</summary>
    public GgufNumbers Numbers { get; init; } = GgufNumbers.F32;

    public MadeVocabulary Vocabulary { get; init; } = MadeVocabulary.Pieces();

    /// <summary>Jinja; null for none.</summary>
    public string? ChatTemplate { get; init; }

    public string Name { get; init; } = "made by chance";

    /// <summary>Whether the matrix of tokens is the last one as well.</summary>
    public bool IsTied { get; init; }

    /// <summary>How far apart logits are: their standard deviation.</summary>
    public float Sharpness { get; init; } = 2.5f;

    public int Seed { get; init; } = 1;
}
