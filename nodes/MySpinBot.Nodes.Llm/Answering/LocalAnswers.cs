using System.Runtime.CompilerServices;
using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Answers of models out of files.</summary>
internal sealed class LocalAnswers(LocalModels models, TimeProvider time)
{
    /// <summary>Streams an answer. The model is leased until the answer ends.</summary>
    public async IAsyncEnumerable<TextPiece> AnswerAsync(LocalSource source, TextRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var lease = await models.LeaseAsync(source, cancellation);
        var model = lease.Model;
        if (!model.Facts.Writes)
        {
            throw Failures.At(nameof(TextRequest.Model), $"{Called(model)} turns texts into vectors and writes none; a model that chats would be right.");
        }

        var chat = new LocalChat(model, time);
        using var room = request.Repeatable ? await models.ReserveAsync(model, Tokens(model, chat, request), cancellation) : null;
        await foreach (var piece in chat.AnswerAsync(request, cancellation).WithCancellation(cancellation))
        {
            yield return piece;
        }
    }

    /// <summary>Vectors of texts, of length one.</summary>
    public async ValueTask<Embeddings> EmbedAsync(LocalSource source, EmbeddingRequest request, CancellationToken cancellation)
    {
        using var lease = await models.LeaseAsync(source, cancellation);
        var (texts, count) = (TokensOf(request, lease.Model.Vocabulary, cancellation), 0L);
        foreach (var text in texts)
        {
            count += text.Length;
        }

        return new Embeddings(VectorMaths.Shortened(await lease.Model.EmbedAsync(texts, cancellation), request.Dimensions), (int)Math.Min(count, int.MaxValue));
    }

    private static ReadOnlyMemory<int>[] TokensOf(EmbeddingRequest request, Vocabulary vocabulary, CancellationToken cancellation)
    {
        var tokens = new ReadOnlyMemory<int>[request.Tokens?.Count ?? request.Texts.Count];
        for (var i = 0; i < tokens.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            tokens[i] = request.Tokens is { } given ? Checked(given[i], vocabulary) : vocabulary.Tokenize(request.Texts[i], begin: true, special: false);
        }

        return tokens;
    }

    private static int[] Checked(IReadOnlyList<int> tokens, Vocabulary vocabulary)
        => tokens.All(token => token >= 0 && token < vocabulary.Count)
            ? [.. tokens]
            : throw Failures.At(nameof(EmbeddingRequest.Tokens), $"{tokens.First(token => token < 0 || token >= vocabulary.Count)} is no token of the model; they go from 0 to {vocabulary.Count - 1}.");

    // What is asked of a context is never more than the model has; where nothing is said, that much.
    private static int Tokens(LlamaModel model, LocalChat chat, TextRequest request)
    {
        var (prompt, most) = (chat.PromptOf(request).Length, model.Facts.Context);
        return request.MaxTokens is { } written ? (int)Math.Min(most, (long)prompt + written) : most;
    }

    private static string Called(LlamaModel model) => model.Facts.Name is { } name ? $"'{name}'" : $"The model ({model.Facts.Architecture})";
}
