using System.Collections.Frozen;

namespace MySpinBot.Language;

/// <summary>What kinds of architectures there are beside those that write text token by token. Which architectures the library knows it says itself, when it reads a file without its weights.</summary>
internal static class Architectures
{
    // Encoders: they read a text both ways and give vectors.
    private static readonly FrozenSet<string> Encoders = FrozenSet.ToFrozenSet(
        ["bert", "modern-bert", "nomic-bert", "nomic-bert-moe", "neo-bert", "jina-bert-v2", "jina-bert-v3", "eurobert", "t5encoder", "gemma-embedding", "llama-embed"], StringComparer.Ordinal);

    // What the library can hold, but not use for writing text or vectors of it.
    private static readonly FrozenDictionary<string, string> Others = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["clip"] = "an image encoder that belongs to a model, and no language model",
        ["wavtokenizer-dec"] = "a decoder of sound, and no language model",
        ["t5"] = "a model with an encoder and a decoder, which are not run here",
        ["eagle3"] = "a draft for another model, and writes nothing by itself",
        ["dflash"] = "a draft for another model, and writes nothing by itself",
        ["gemma4-assistant"] = "a draft for another model, and writes nothing by itself",
        ["dream"] = "a diffusion model of text, which are not run here",
        ["llada"] = "a diffusion model of text, which are not run here",
        ["llada-moe"] = "a diffusion model of text, which are not run here",
        ["rnd1"] = "a diffusion model of text, which are not run here",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether it gives vectors and writes nothing.</summary>
    public static bool ReadsOnly(string architecture) => Encoders.Contains(architecture);

    /// <summary>Why it is not run here; null where it may be.</summary>
    public static string? Refusal(string architecture) => Others.GetValueOrDefault(architecture);
}
