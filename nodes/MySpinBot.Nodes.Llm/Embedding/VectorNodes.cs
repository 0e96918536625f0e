using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>What vectors of texts are for.</summary>
public static class VectorNodes
{
    private const long MostProducts = 100_000_000;

    /// <summary>Says how alike texts are by their vectors: 1 is the same, 0 has nothing to do with it.</summary>
    /// <param name="vectors">Vectors of texts.</param>
    /// <param name="other">Vectors of the texts that they are compared with, of the same model: as many, or one for all.</param>
    /// <returns>The cosine of the angle between each and its other, in order.</returns>
    [Node("TextSimilarity", Title = "Similarity of texts", Category = "llm/vectors", Search = "embedding,cosine,compare,semantic")]
    [return: Output(Name = "similarities")]
    public static IReadOnlyList<double> Compare(TextVectors vectors, TextVectors other)
    {
        SameWidth(vectors, other, "other");
        if (other.Count != vectors.Count && other.Count != 1)
        {
            throw Failures.At("other", $"'vectors' has {vectors.Count} and 'other' {other.Count}; as many, or one for all, would be right.");
        }

        var similarities = new double[vectors.Count];
        for (var i = 0; i < similarities.Length; i++)
        {
            similarities[i] = VectorMaths.Product(vectors[i], other[other.Count == 1 ? 0 : i]);
        }

        return similarities;
    }

    /// <summary>Finds the texts whose vectors are nearest to a question's: what is looked up before a model is asked (retrieval).</summary>
    /// <param name="query">The vector of what is looked for; of several, a text counts by the nearest.</param>
    /// <param name="vectors">The vectors of the texts, of the same model.</param>
    /// <param name="texts">The texts themselves, as many as vectors.</param>
    /// <param name="count">How many are given at most.</param>
    /// <param name="least">How alike they must be, from -1 to 1.</param>
    /// <returns>nearest: The texts, the nearest first; similarities: How alike each is; indices: The place of each, from 0.</returns>
    [Node("NearestTexts", Title = "Nearest texts", Category = "llm/vectors", Search = "embedding,search,retrieval,rag,knn,semantic search,vector store")]
    public static (IReadOnlyList<string> Nearest, IReadOnlyList<double> Similarities, IReadOnlyList<long> Indices) Find(
        TextVectors query,
        TextVectors vectors,
        IReadOnlyList<string> texts,
        [Range(1, 10_000)] int count = 4,
        [Range(-1.0, 1.0), Input(Step = 0.05)] double least = -1)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count != vectors.Count)
        {
            throw Failures.At("texts", $"There are {vectors.Count} vectors and {texts.Count} texts; a text for each vector would be right.");
        }

        if (query.Count == 0 || vectors.Count == 0)
        {
            return ([], [], []);
        }

        SameWidth(vectors, query, "query");
        if ((long)query.Count * vectors.Count > MostProducts)
        {
            throw Failures.At("query", $"{query.Count} vectors against {vectors.Count} are more than are compared at once.");
        }

        var similarities = new double[vectors.Count];
        for (var i = 0; i < similarities.Length; i++)
        {
            similarities[i] = Nearness(query, vectors[i]);
        }

        int[] found = [.. Enumerable.Range(0, similarities.Length).Where(i => similarities[i] >= least).OrderByDescending(i => similarities[i]).ThenBy(i => i).Take(count)];
        return ([.. found.Select(i => texts[i])], [.. found.Select(i => similarities[i])], [.. found.Select(i => (long)i)]);
    }

    private static double Nearness(TextVectors query, ReadOnlySpan<float> vector)
    {
        var nearest = double.NegativeInfinity;
        for (var i = 0; i < query.Count; i++)
        {
            nearest = Math.Max(nearest, VectorMaths.Product(query[i], vector));
        }

        return nearest;
    }

    private static void SameWidth(TextVectors vectors, TextVectors other, string input)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(other);
        if (vectors.Width != other.Width && vectors.Count > 0 && other.Count > 0)
        {
            throw Failures.At(input, $"The vectors have {vectors.Width} numbers and those of '{input}' {other.Width}; vectors of one model would be right.");
        }
    }
}
