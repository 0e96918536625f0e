namespace MySpinBot.Sdk;

/// <summary>How the next token is chosen. Null everywhere means what the model's publisher or the server says, else what is usual.</summary>
public sealed record TextSampling
{
    /// <summary>0 for the likeliest token each time; 0 to 2 are sensible. Otherwise 0.8.</summary>
    public double? Temperature { get; init; }

    /// <summary>Seed of the choice; null for another one each time.</summary>
    public long? Seed { get; init; }

    /// <summary>Only the likeliest so many tokens; 0 for all. Otherwise 40.</summary>
    public int? TopK { get; init; }

    /// <summary>Only the likeliest tokens that have this probability together. Otherwise 0.95.</summary>
    public double? TopP { get; init; }

    /// <summary>Only tokens at least so likely, as a part of the likeliest one's probability. Otherwise 0.05.</summary>
    public double? MinP { get; init; }

    /// <summary>Only tokens about as surprising as is to be expected (locally typical sampling, Meister et al. 2022). Otherwise 1, which is all.</summary>
    public double? TypicalP { get; init; }

    /// <summary>What the logits of tokens that came before are divided by. Otherwise 1, which is nothing.</summary>
    public double? RepetitionPenalty { get; init; }

    /// <summary>Taken from a token's logit for each time that it came. Otherwise 0.</summary>
    public double? FrequencyPenalty { get; init; }

    /// <summary>Taken from a token's logit if it came at all. Otherwise 0.</summary>
    public double? PresencePenalty { get; init; }

    /// <summary>How many tokens back penalties look; -1 for the whole context. Otherwise 64.</summary>
    public int? PenaltyWindow { get; init; }

    /// <summary>Penalises going on with a sequence that came before; null for not.</summary>
    public DryPenalty? Dry { get; init; }

    /// <summary>Keeps the surprise constant instead of the limits above; null for not.</summary>
    public Mirostat? Mirostat { get; init; }

    /// <summary>Added to the logits of tokens, by their ids.</summary>
    public IReadOnlyDictionary<int, double> LogitBias { get; init; } = new Dictionary<int, double>();
}

/// <summary>DRY ("don't repeat yourself"): a token that would go on with a sequence that came before is penalised by multiplier · base^(length − allowed).</summary>
/// <param name="Multiplier">Strength; 0 for nothing.</param>
/// <param name="Base">How fast it grows.</param>
/// <param name="AllowedLength">Sequences up to this long are free.</param>
/// <param name="Window">How many tokens back it looks; -1 for the whole context.</param>
public sealed record DryPenalty(double Multiplier, double Base = 1.75, int AllowedLength = 2, int Window = -1)
{
    /// <summary>Texts that end a sequence.</summary>
    public IReadOnlyList<string> Breakers { get; init; } = ["\n", ":", "\"", "*"];
}

/// <summary>Mirostat (Basu et al. 2020).</summary>
/// <param name="Version">1 or 2.</param>
/// <param name="Tau">The surprise aimed at.</param>
/// <param name="Eta">How fast it is corrected.</param>
public sealed record Mirostat(int Version = 2, double Tau = 5, double Eta = 0.1);
