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
        var (tokens, count) = (new ReadOnlyMemory<int>[request.Texts.Count], 0);
        for (var i = 0; i < tokens.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            tokens[i] = lease.Model.Vocabulary.Tokenize(request.Texts[i], begin: true, special: false);
            count = checked(count + tokens[i].Length);
        }

        return new Embeddings(VectorMaths.Shortened(await lease.Model.EmbedAsync(tokens, cancellation), request.Dimensions), count);
    }

    // What is asked of a context is never more than the model has; where nothing is said, that much.
    private static int Tokens(LlamaModel model, LocalChat chat, TextRequest request)
    {
        var (prompt, most) = (chat.PromptOf(request).Length, model.Facts.Context);
        return request.MaxTokens is { } written ? (int)Math.Min(most, (long)prompt + written) : most;
    }

    private static string Called(LlamaModel model) => model.Facts.Name is { } name ? $"'{name}'" : $"The model ({model.Facts.Architecture})";
}
