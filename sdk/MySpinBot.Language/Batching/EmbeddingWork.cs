using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Vectors of texts, many texts a step.</summary>
/// <param name="texts">Checked texts.</param>
/// <param name="width">Numbers of a vector.</param>
/// <param name="cancellation">Ends it.</param>
internal abstract class EmbeddingWork(IReadOnlyList<ReadOnlyMemory<int>> texts, int width, CancellationToken cancellation) : LoopWork(cancellation)
{
    /// <summary>The most texts of a request.</summary>
    private const int MostTexts = 100_000;

    private readonly ReadOnlyMemory<float>[] _vectors = new ReadOnlyMemory<float>[texts.Count];

    /// <summary>One vector a text, of length one; whole when the work is done.</summary>
    public IReadOnlyList<ReadOnlyMemory<float>> Vectors => _vectors;

    /// <summary>The texts.</summary>
    protected IReadOnlyList<ReadOnlyMemory<int>> Texts => texts;

    /// <summary>Numbers of a vector.</summary>
    protected int Width => width;

    /// <summary>Checks texts.</summary>
    /// <exception cref="NodeFailure">One is empty or too long, or the model gives no vectors.</exception>
    public static EmbeddingWork Of(IReadOnlyList<ReadOnlyMemory<int>> texts, LlamaWeights weights, BatchLimits limits, CancellationToken cancellation)
    {
        var name = weights.Facts.Name ?? weights.Facts.Architecture;
        var pooling = TextVector.Pooling(weights.File);
        if (pooling == LlamaPooling.Rank)
        {
            throw new NodeFailure($"'{name}' ranks pairs of texts and gives no vectors; take a model for embeddings.");
        }

        if (texts.Count > MostTexts)
        {
            throw new NodeFailure($"{texts.Count} texts are too many at once; {MostTexts} are taken.");
        }

        var most = weights.File.ReadsBothWays ? limits.Tokens : limits.Cells;
        most = Math.Min(most, weights.File.Positions ?? most);
        for (var index = 0; index < texts.Count; index++)
        {
            if (texts[index].Length > most)
            {
                throw new NodeFailure($"Text {index + 1} has {texts[index].Length} tokens and '{name}' takes {most}; split it.")
                {
                    Input = nameof(EmbeddingRequest.Texts),
                    Code = "context_length_exceeded",
                };
            }

            RequestCheck.Check(texts[index].Span, weights.Vocabulary.Count);
        }

        return weights.File.ReadsBothWays
            ? new WholeTextsWork(texts, weights.Facts.Width, limits.Spare + limits.Sequences, cancellation)
            : new ForwardTextsWork(texts, weights.Facts.Width, pooling, limits, cancellation);
    }

    /// <summary>A text's vector is whole.</summary>
    protected void Tell(int text, float[] sum)
    {
        TextVector.Normalise(sum);
        _vectors[text] = sum;
    }
}
