namespace MySpinBot.Sdk;

/// <summary>Turns texts into vectors: what the host calls for <c>/v1/embeddings</c>. Offered with <see cref="CapabilityAttribute"/>.</summary>
public interface IEmbedder
{
    /// <summary>The models that it can use now.</summary>
    ValueTask<IReadOnlyList<OfferedModel>> ListAsync(CancellationToken cancellation);

    /// <summary>One vector a text, of length one.</summary>
    /// <exception cref="NodeFailure">There is no such model, it gives no vectors, or a text does not fit.</exception>
    ValueTask<Embeddings> EmbedAsync(EmbeddingRequest request, CancellationToken cancellation);
}

/// <summary>What to turn into vectors.</summary>
/// <param name="Model">One of the models.</param>
/// <param name="Texts">The texts.</param>
public sealed record EmbeddingRequest(string Model, IReadOnlyList<string> Texts)
{
    /// <summary>The texts as tokens of the model, in place of <see cref="Texts"/>; null for none.</summary>
    public IReadOnlyList<IReadOnlyList<int>>? Tokens { get; init; }

    /// <summary>How many numbers of each vector are kept, scaled to length one again; null for all. For models that were trained for it (Matryoshka).</summary>
    public int? Dimensions { get; init; }
}

/// <summary>Vectors of texts.</summary>
/// <param name="Vectors">One for each text, in their order.</param>
/// <param name="Tokens">Tokens of all texts.</param>
public sealed record Embeddings(IReadOnlyList<ReadOnlyMemory<float>> Vectors, int Tokens);
