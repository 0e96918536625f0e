using System.Collections.Immutable;

namespace MySpinBot.Diffusion;

/// <summary>A token of a prompt: one of the vocabulary, or a vector that was learnt.</summary>
/// <param name="Id">Its number in the vocabulary; that of the end where a vector stands.</param>
/// <param name="Weight">How much it counts; 1 as it is.</param>
/// <param name="Word">Which word or part of the prompt it belongs to, from 1; 0 for what begins, ends and fills.</param>
public readonly record struct PromptToken(int Id, double Weight, int Word)
{
    /// <summary>The vector that stands in its place; null for the vocabulary's.</summary>
    public LearntVector? Learnt { get; init; }
}

/// <summary>A vector of a textual inversion (Gal et al., "An Image is Worth One Word").</summary>
/// <param name="Word">What the prompt calls it.</param>
/// <param name="Index">Which of the word's vectors, from 0.</param>
/// <param name="Values">The vector.</param>
public sealed record LearntVector(string Word, int Index, ReadOnlyMemory<float> Values);

/// <summary>A prompt as a text network takes it.</summary>
/// <param name="Chunks">Each with as many tokens as the network has positions: begin, 75 at most, end, and ends that fill.</param>
/// <param name="Missing">Learnt words that are named and not there.</param>
public sealed record PromptTokens(ImmutableArray<ImmutableArray<PromptToken>> Chunks, ImmutableArray<string> Missing)
{
    /// <summary>Whether any token counts more or less than it is.</summary>
    public bool IsWeighted => Chunks.Any(chunk => chunk.Any(token => token.Weight != 1));
}
