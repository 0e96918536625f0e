using MySpinBot.Language;
using MySpinBot.Nodes.Llm.Answering;
using MySpinBot.Nodes.Llm.Remote;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Answers of language models, wherever they are to be had. Nodes and requests over HTTP come through here alike.</summary>
[PluginService]
public sealed class LanguageAnswers
{
    private readonly LocalModels _models;
    private readonly LocalAnswers _local;
    private readonly RemoteAnswers _remote;
    private readonly INodeLog _log;

    /// <summary>Made by the host.</summary>
    /// <param name="models">The host's models.</param>
    /// <param name="weights">Where files are found.</param>
    /// <param name="remote">Other servers.</param>
    /// <param name="log">Where is said that a source stood in for another.</param>
    /// <param name="time">The clock.</param>
    public LanguageAnswers(IModelShelf models, IWeightFiles weights, RemoteAnswers remote, INodeLog log, TimeProvider time)
    {
        (_models, _remote, _log) = (new LocalModels(models, weights), remote, log);
        _local = new LocalAnswers(_models, time);
    }

    /// <summary>Streams the answer of the first source that can answer. The last piece, and no other, says why it ended.</summary>
    /// <param name="model">The model.</param>
    /// <param name="request">What is asked; its <see cref="TextRequest.Model"/> is not looked at.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="NodeFailure">None could answer, or the request does not fit; <see cref="NodeFailure.Input"/> names the field of <see cref="TextRequest"/> at fault, where one is.</exception>
    public IAsyncEnumerable<TextPiece> AnswerAsync(LanguageModel model, TextRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        return FallbackOrder.AnswerAsync(model.Sources, source => AnswerAsync(source, request, cancellation), _log, cancellation);
    }

    /// <summary>Vectors of texts, of length one, from the first source that can give them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="request">The texts; its <see cref="EmbeddingRequest.Model"/> is not looked at.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="NodeFailure">None could give them, or a text does not fit.</exception>
    public ValueTask<Embeddings> EmbedAsync(LanguageModel model, EmbeddingRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        return FallbackOrder.FirstAsync(model.Sources, source => EmbedAsync(source, request, cancellation), _log);
    }

    /// <summary>Leases the model's first source that is a file, for those who count its tokens.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">Input that it came from.</param>
    /// <param name="cancellation">Ends the wait.</param>
    internal ValueTask<Lease<LlamaModel>> LeaseAsync(LanguageModel model, string input, CancellationToken cancellation)
        => model.Sources.OfType<LocalSource>().FirstOrDefault() is { } local
            ? _models.LeaseAsync(local, cancellation)
            : throw Failures.At(input, "The model is another server's, whose tokens are not known here; a model out of a file would be right.");

    private IAsyncEnumerable<TextPiece> AnswerAsync(LanguageSource source, TextRequest request, CancellationToken cancellation) => source switch
    {
        LocalSource local => _local.AnswerAsync(local, request, cancellation),
        RemoteSource remote => _remote.AnswerAsync(remote, request, cancellation),
        _ => throw Unknown(source),
    };

    private ValueTask<Embeddings> EmbedAsync(LanguageSource source, EmbeddingRequest request, CancellationToken cancellation) => source switch
    {
        LocalSource local => _local.EmbedAsync(local, request, cancellation),
        RemoteSource when request.Tokens is not null => throw Failures.At(nameof(EmbeddingRequest.Tokens), "Texts as tokens are those of a model out of a file; another server is given texts."),
        RemoteSource remote => new(_remote.EmbedAsync(remote, request.Texts, request.Dimensions, cancellation)),
        _ => throw Unknown(source),
    };

    private static NodeFailure Unknown(LanguageSource source) => new($"A model of the kind {source.GetType().Name} cannot be asked here.");
}
