using System.Numerics;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>A loaded GGUF model with its memory for sequences: what lies on the shelf. Many requests use it at once: each decoding step computes the next token of all of them.</summary>
public sealed class LlamaModel : IAsyncDisposable
{
    private readonly LlamaMeasure _measure;
    private readonly string _states;
    private readonly FreeProcessors.Share _processors = FreeProcessors.OfMachine.Begin();
    private readonly SequenceBatch _batch;

    /// <summary>A model over loaded weights, which it owns, with a memory for sequences. Blocks for as long as that takes to be made.</summary>
    /// <exception cref="NodeFailure">There is no memory for it; the weights stay the caller's then.</exception>
    /// <param name="weights">The weights.</param>
    /// <param name="measure">What memories over them take.</param>
    /// <param name="states">What states of sequences depend on.</param>
    internal LlamaModel(LlamaWeights weights, LlamaMeasure measure, string states)
    {
        (Weights, _measure, _states) = (weights, measure, states);
        var need = LlamaPlan.NeedOf(weights.File, weights.Options);
        try
        {
            _batch = new SequenceBatch(weights, need, weights.Options.Sequences, Threads, LlamaPlan.SavedBytes(weights.Options, measure.Context(need)));
        }
        catch
        {
            // Else the processors would be shared with a model that never came to be.
            _processors.Dispose();
            throw;
        }
    }

    /// <summary>What is known of it.</summary>
    public LlamaFacts Facts => Weights.Facts;

    /// <summary>Its tokens.</summary>
    public Vocabulary Vocabulary => Weights.Vocabulary;

    /// <summary>What it was loaded from and into.</summary>
    internal LlamaWeights Weights { get; }

    /// <summary>How to get it: the head of the file is read and checked, nothing is loaded. The estimate holds weights, memory for sequences, working memory of a step.</summary>
    /// <param name="file">The file, where it lies now.</param>
    /// <param name="weights">The same by content.</param>
    /// <param name="options">How it is loaded.</param>
    /// <param name="adapters">Paths of the options' adapters, in their order.</param>
    /// <param name="ledgers">How the devices stand, to choose one and its layers.</param>
    /// <exception cref="NodeFailure">It is no GGUF, damaged, of an architecture that is not known, or the options do not fit it.</exception>
    public static ModelRecipe<LlamaModel> Recipe(string file, WeightFile weights, LlamaOptions options, IReadOnlyList<string> adapters, IReadOnlyList<DeviceLedger> ledgers)
        => LlamaPlan.Of(file, weights, options, adapters, ledgers).Recipe();

    /// <summary>Goes on with a prompt, a token at a time. Ending the enumeration or cancelling frees its place at the next step.</summary>
    /// <exception cref="NodeFailure">The prompt is empty or longer than the context, or the grammar is wrong.</exception>
    public IAsyncEnumerable<GeneratedToken> GenerateAsync(GenerationRequest request, CancellationToken cancellation)
        => request.Alone ? AloneBatch.GenerateAsync(Weights, request, Threads, cancellation) : _batch.GenerateAsync(request, cancellation);

    /// <summary>One vector a text, of length one.</summary>
    /// <exception cref="NodeFailure">A text is empty or longer than the model takes, or the model ranks and gives no vectors.</exception>
    public async ValueTask<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(IReadOnlyList<ReadOnlyMemory<int>> texts, CancellationToken cancellation)
    {
        var work = EmbeddingWork.Of(texts, Weights, _batch.Limits, cancellation);
        await _batch.DoAsync(work);
        return work.Vectors;
    }

    /// <summary>Saves what the model remembers of a sequence to a file, so that a later process can go on with it without computing it again. What is not remembered is computed.</summary>
    /// <param name="tokens">The sequence; one token at least.</param>
    /// <param name="file">The file. It is replaced if it is there.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="NodeFailure">The sequence does not fit the model.</exception>
    public async ValueTask SaveSessionAsync(ReadOnlyMemory<int> tokens, string file, CancellationToken cancellation)
    {
        var request = new GenerationRequest(tokens) { MaxTokens = 1, Sampling = new TextSampling { Temperature = 0 } };
        await foreach (var _ in _batch.GenerateAsync(request, cancellation))
        {
            // The token that follows is not wanted; what came before it is remembered now.
        }

        var saving = new SavingWork(tokens.ToArray(), cancellation);
        await _batch.DoAsync(saving);
        await SessionFile.WriteAsync(file, _states, saving.Tokens, saving.State, cancellation);
    }

    /// <summary>Makes the model remember a sequence that was saved. The next request that begins with it goes on from its end.</summary>
    /// <returns>Its tokens.</returns>
    /// <exception cref="NodeFailure">The file is none, is damaged, is another model's, or does not fit the memory.</exception>
    public async ValueTask<ReadOnlyMemory<int>> RestoreSessionAsync(string file, CancellationToken cancellation)
    {
        var (tokens, state) = await SessionFile.ReadAsync(file, _states, _batch.Limits.Cells, cancellation);
        await _batch.DoAsync(new RestoringWork(tokens, state, cancellation));
        return tokens;
    }

    /// <summary>Bytes that a request computed by itself needs beside the model (<see cref="GenerationRequest.Alone"/>): its own memory for so many tokens and a step's working memory.</summary>
    public long BytesAlone(int tokens)
    {
        // Measured at powers of two, so that not every length is measured anew.
        var room = (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)Math.Max(tokens, ContextNeed.Grain)), (uint)Facts.Context);
        return _measure.Context(ContextNeed.Alone(room)).OnDevice;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _batch.DisposeAsync();
        _processors.Dispose();
        Weights.Dispose();
    }

    private int Threads() => Weights.Options.Threads is > 0 and var threads ? threads : _processors.Next();
}

/// <summary>What is known of a model.</summary>
/// <param name="Architecture">Its architecture, as GGUF names it: <c>llama</c>, <c>qwen2</c>, ….</param>
/// <param name="Context">Tokens that all sequences together may have.</param>
/// <param name="TrainedContext">Tokens that a sequence had in training.</param>
/// <param name="Width">Numbers of an embedding.</param>
/// <param name="ChatTemplate">Its chat template (Jinja); null where it has none.</param>
public sealed record LlamaFacts(string Architecture, int Context, int TrainedContext, int Width, string? ChatTemplate)
{
    /// <summary>What its publisher calls it; null where the file does not say.</summary>
    public string? Name { get; init; }

    /// <summary>The template for requests with tools, where it has one of its own.</summary>
    public string? ToolTemplate { get; init; }

    /// <summary>Where it computes.</summary>
    public required DeviceId Device { get; init; }

    /// <summary>How many of its layers are on that device, and how many it has.</summary>
    public required (int OnDevice, int All) Layers { get; init; }

    /// <summary>Whether what a sequence remembers can be cut at any token (and a prefix shared): not so with recurrent and sliding-window memories.</summary>
    public required bool CanShare { get; init; }

    /// <summary>Whether it writes text; embedding models do not.</summary>
    public required bool Writes { get; init; }
}
