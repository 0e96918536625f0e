using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>A language model as a recipe: what flows through LLM sockets.</summary>
/// <param name="Sources">Where it is to be had: the first that answers is taken, the others are for when it does not. One at least.</param>
[Socket("LLM", Color = "#8fd694")]
public sealed record LanguageModel(ImmutableArray<LanguageSource> Sources)
{
    /// <inheritdoc/>
    public bool Equals(LanguageModel? other) => other is not null && Sources.SequenceEqual(other.Sources);

    /// <inheritdoc/>
    public override int GetHashCode() => Sources.Length == 0 ? 0 : Sources[0].GetHashCode();
}

/// <summary>Where a language model is to be had.</summary>
public abstract record LanguageSource;

/// <summary>A GGUF file, computed here.</summary>
/// <param name="Weights">The file, by content.</param>
/// <param name="Options">How it is loaded.</param>
public sealed record LocalSource(WeightFile Weights, LlamaOptions Options) : LanguageSource;

/// <summary>A model of another server.</summary>
/// <param name="Target">The server, as the host's configuration names it.</param>
/// <param name="Model">The model, as the server names it.</param>
public sealed record RemoteSource(string Target, string Model) : LanguageSource;
