using System.Runtime.CompilerServices;
using MySpinBot.Language;
using MySpinBot.Nodes.Llm.Remote.Asking;
using MySpinBot.Nodes.Llm.Remote.Connecting;
using MySpinBot.Nodes.Llm.Remote.Failing;
using MySpinBot.Nodes.Llm.Remote.Telling;
using MySpinBot.Sdk;
using AI = Microsoft.Extensions.AI;

namespace MySpinBot.Nodes.Llm.Remote;

/// <summary>Answers and vectors of other servers' models. Servers come from the host's configuration, and are known here by name only.</summary>
/// <param name="targets">The servers.</param>
/// <param name="shelf">Where room is made on a card that such a server shares with this one.</param>
/// <param name="log">Where is said what goes wrong on the way.</param>
/// <param name="time">The clock.</param>
[PluginService]
public sealed class RemoteAnswers(IOutboundTargets targets, IModelShelf shelf, INodeLog log, TimeProvider time) : IDisposable
{
    private const int TextsAtOnce = 256;

    private readonly TargetConnections _connections = new(targets, shelf, log, time);
    private readonly Lock _lock = new();
    private ModelLists? _lists;

    /// <summary>Streams an answer. It is asked again only while nothing has come; ending the enumeration or cancelling closes the connection.</summary>
    /// <param name="source">The server and its model.</param>
    /// <param name="request">What to write; <see cref="TextRequest.Model"/> is not looked at.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="NodeFailure">There is no such server, it refused, broke off, fell silent, or cannot be asked for that.</exception>
    public async IAsyncEnumerable<TextPiece> AnswerAsync(RemoteSource source, TextRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var connection = _connections.Get(source.Target);
        var asked = AskedChat.Of(source.Model, request);
        using var place = await HoldAsync(connection, source.Model, cancellation);
        var updates = connection.Persistence.AskAsync(stop => connection.Chat.GetStreamingResponseAsync(asked.Messages, asked.Options, stop), ToldPieces.IsPart, cancellation);
        await using var pieces = new ToldPieces(connection.Target, request, time).OfAsync(updates, cancellation).GetAsyncEnumerator(cancellation);
        while (await MoveAsync(pieces))
        {
            yield return pieces.Current;
        }
    }

    /// <summary>The models that all servers have, as <c>target/model</c>. Servers that do not answer soon are left out, and said to be in the log.</summary>
    public Task<IReadOnlyList<OfferedModel>> ListAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            _lists ??= new ModelLists(_connections, log, time);
        }

        return _lists.ListAsync(cancellation);
    }

    /// <summary>One vector a text, of length one.</summary>
    /// <param name="source">The server and its model.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="dimensions">How many numbers of each are kept; null for all.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="NodeFailure">There is no such server, it refused, or sent something else.</exception>
    public async Task<Embeddings> EmbedAsync(RemoteSource source, IReadOnlyList<string> texts, int? dimensions, CancellationToken cancellation)
    {
        var connection = _connections.Get(source.Target);
        using var place = await HoldAsync(connection, source.Model, cancellation);
        var (vectors, tokens) = (new List<ReadOnlyMemory<float>>(texts.Count), 0L);
        var options = new AI.EmbeddingGenerationOptions { ModelId = source.Model, Dimensions = dimensions };
        foreach (var some in texts.Chunk(TextsAtOnce))
        {
            try
            {
                var given = await connection.Persistence.AskOnceAsync(stop => connection.Vectors.GenerateAsync(some, options, stop), cancellation);
                vectors.AddRange(given.Select(vector => Unit(vector.Vector, connection.Target)));
                tokens += given.Usage?.InputTokenCount ?? 0;
            }
            catch (RemoteFault fault)
            {
                throw FailureOf(fault);
            }
        }

        return new Embeddings(vectors, (int)Math.Min(tokens, int.MaxValue));
    }

    /// <inheritdoc/>
    public void Dispose() => _connections.Dispose();

    /// <summary>The failure that people are told.</summary>
    internal static NodeFailure FailureOf(RemoteFault fault) => new(fault.Message, fault) { Input = fault.Field, Code = fault.Code };

    private static async ValueTask<bool> MoveAsync(IAsyncEnumerator<TextPiece> pieces)
    {
        try
        {
            return await pieces.MoveNextAsync();
        }
        catch (RemoteFault fault)
        {
            throw FailureOf(fault);
        }
    }

    private static async ValueTask<IDisposable?> HoldAsync(TargetConnection connection, string model, CancellationToken cancellation)
    {
        try
        {
            return await connection.HoldAsync(model, cancellation);
        }
        catch (Exception met) when (met is not OperationCanceledException && FaultReading.Of(connection.Target, met) is { } fault)
        {
            throw FailureOf(fault);
        }
    }

    private static ReadOnlyMemory<float> Unit(ReadOnlyMemory<float> vector, OutboundTarget target)
    {
        var squares = 0.0;
        foreach (var number in vector.Span)
        {
            squares += (double)number * number;
        }

        if (squares == 0)
        {
            throw new RemoteFault($"{ServerSaid.Who(target)} sent a vector of nothing but zeros.");
        }

        var (unit, length) = (vector.ToArray(), Math.Sqrt(squares));
        foreach (ref var number in unit.AsSpan())
        {
            number = (float)(number / length);
        }

        return unit;
    }
}
