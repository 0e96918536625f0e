using System.ComponentModel.DataAnnotations;
using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Vectors out of texts.</summary>
/// <param name="answers">Who computes them.</param>
public sealed class LlmEmbedNode(LanguageAnswers answers)
{
    private const int MostTexts = 100_000;

    /// <summary>Turns texts into vectors: texts that mean about the same have vectors of about the same direction.</summary>
    /// <remarks>A model that was made for it is right (bge, e5, nomic-embed, Qwen3-Embedding, …); with others the mean of what they compute for each token is taken. Some want to be told what a text is for, with a few words before it.</remarks>
    /// <param name="model">The model.</param>
    /// <param name="texts">The texts, all at once.</param>
    /// <param name="context">Where is said how it is computed.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="prefix">Put before each text: <c>query: </c>, <c>passage: </c>, as the model wants it.</param>
    /// <param name="dimensions">How many numbers of each vector are kept, for models that were trained for it; 0 for all.</param>
    /// <returns>A vector a text, in their order.</returns>
    [Node("LlmEmbed", Title = "Embed texts", Category = "llm/vectors", Search = "embedding,vector,semantic,similarity,rag,retrieval", Lane = Lane.Async, Repeatability = Repeatability.SameMachine)]
    public async Task<TextVectors> EmbedAsync(
        LanguageModel model,
        [Input(Multiline = true)] IReadOnlyList<string> texts,
        NodeContext context,
        CancellationToken cancellation,
        string prefix = "",
        [Range(0, 1_000_000), Input(Advanced = true)] int dimensions = 0)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(context);
        cancellation.ThrowIfCancellationRequested();
        if (texts.Count > MostTexts)
        {
            throw Failures.At("texts", $"'texts' has {texts.Count} texts; {MostTexts} are taken at once.");
        }

        if (texts.Count == 0)
        {
            return TextVectors.Own(0, 1, []);
        }

        Asking.Note(model, context);
        var request = new EmbeddingRequest("", prefix.Length > 0 ? [.. texts.Select(text => prefix + text)] : texts) { Dimensions = dimensions > 0 ? dimensions : null };
        try
        {
            return TextVectors.Of((await answers.EmbedAsync(model, request, cancellation)).Vectors);
        }
        catch (NodeFailure failure) when (failure.Input is not null)
        {
            throw Asking.Told(failure, (nameof(EmbeddingRequest.Model), "model"), (nameof(EmbeddingRequest.Texts), "texts"), (nameof(EmbeddingRequest.Dimensions), "dimensions"));
        }
    }
}
