using System.Runtime.CompilerServices;
using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Language models for those who ask over HTTP: files of the folder <c>llm</c>, and models of other servers. They are the same residents, under the same leases and budget, as those of jobs.</summary>
/// <param name="models">Which there are.</param>
/// <param name="answers">Who answers.</param>
[Capability("llm")]
public sealed class LlmTextGenerator(OfferedModels models, LanguageAnswers answers) : ITextGenerator, IEmbedder
{
    /// <inheritdoc cref="ITextGenerator.ListAsync"/>
    public ValueTask<IReadOnlyList<OfferedModel>> ListAsync(CancellationToken cancellation) => models.ListAsync(cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<TextPiece> GenerateAsync(TextRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var model = await models.FindAsync(request.Model, cancellation);
        await foreach (var piece in answers.AnswerAsync(model, request, cancellation).WithCancellation(cancellation))
        {
            yield return piece;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Embeddings> EmbedAsync(EmbeddingRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await answers.EmbedAsync(await models.FindAsync(request.Model, cancellation), request, cancellation);
    }
}
