using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using MySpinBot.Core.Messages.Calling;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Sdk;
using MySpinBot.Server.Workers;

namespace MySpinBot.Server.Capabilities;

/// <summary>The capabilities of the plugins in the worker. A worker that is just being started is waited for.</summary>
internal sealed class WorkerCapabilities(WorkerWatch watch, CallTurns turns, ServerOptions options) : ICapabilities
{
    private const string List = "the list of models";

    // A worker is there within a second or two, or something is wrong with it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async IAsyncEnumerable<TextPiece> WriteAsync(TextRequest request, string owner, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var turn = await turns.EnterAsync(owner, cancellation);
        using var call = await CallAsync(CapabilityKind.Text, TitleOf(request.Model, owner), JsonSerializer.SerializeToUtf8Bytes(request, CapabilityJson.Options), cancellation);
        for (var hasEnded = false; ;)
        {
            var news = await call.ReadAsync(cancellation);
            if (news.Signal is CallEnded ended)
            {
                // An answer that the limit of tokens cut says so in its last piece: whoever reads it makes an error of that, as nodes do.
                if (!hasEnded || ended.Fault is not { Code: "length" })
                {
                    Check(ended);
                }

                yield break;
            }

            foreach (var piece in CapabilityJson.ReadLines<TextPiece>(news.Bytes.Span))
            {
                hasEnded |= piece.End is not null;
                yield return piece;
            }
        }
    }

    public async Task<Embeddings> EmbedAsync(EmbeddingRequest request, string owner, CancellationToken cancellation)
    {
        using var turn = await turns.EnterAsync(owner, cancellation);
        using var call = await CallAsync(CapabilityKind.Embedding, TitleOf(request.Model, owner), JsonSerializer.SerializeToUtf8Bytes(request, CapabilityJson.Options), cancellation);
        var vectors = new List<ReadOnlyMemory<float>>();
        while (true)
        {
            var news = await call.ReadAsync(cancellation);
            switch (news.Signal)
            {
                case CallEnded ended:
                    Check(ended);
                    return new Embeddings(vectors, ended.Tokens);
                case VectorsTold { Width: > 0 } told:
                    Add(vectors, news.Bytes.Span, told.Width);
                    break;
            }
        }
    }

    public async Task<IReadOnlyList<CapableModel>> ListAsync(string owner, CancellationToken cancellation)
    {
        using var call = await CallAsync(CapabilityKind.Models, List, default, cancellation);
        var models = new List<CapableModel>();
        while (true)
        {
            var news = await call.ReadAsync(cancellation);
            if (news.Signal is CallEnded ended)
            {
                Check(ended);
                return models;
            }

            models.AddRange(CapabilityJson.ReadLines<CapableModel>(news.Bytes.Span));
        }
    }

    private static string TitleOf(string model, string owner) => $"{model} for {owner}";

    private static void Check(CallEnded ended)
    {
        if (ended.Fault is { } fault)
        {
            throw new CapabilityRefusal(fault);
        }
    }

    private static void Add(List<ReadOnlyMemory<float>> vectors, ReadOnlySpan<byte> bytes, int width)
    {
        // The pipe stays on one machine, so the bytes are in its order; both ends write little-endian, which is that of every machine that there is a build for.
        var numbers = MemoryMarshal.Cast<byte, float>(bytes);
        for (var at = 0; at + width <= numbers.Length; at += width)
        {
            vectors.Add(numbers.Slice(at, width).ToArray());
        }
    }

    private async ValueTask<OpenCall> CallAsync(CapabilityKind kind, string title, ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        if (watch.Call(kind, title, request) is { } call)
        {
            return call;
        }

        await WhenReadyAsync(cancellation);
        return watch.Call(kind, title, request) ?? throw Unavailable("The worker has more to do than it can be told of; try again in a moment.");
    }

    private async Task WhenReadyAsync(CancellationToken cancellation)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watch.Changed += Look;
        try
        {
            Look();
            await ready.Task.WaitAsync(Patience, options.Time, cancellation);
        }
        catch (TimeoutException)
        {
            throw Unavailable($"No worker is ready, so no model can be asked; it is {watch.State.Phase}.{(watch.State.LastLoss is { } loss ? $" The last one {loss}." : "")}");
        }
        finally
        {
            watch.Changed -= Look;
        }

        void Look()
        {
            if (watch.IsReady)
            {
                ready.TrySetResult();
            }
        }
    }

    private static ServerRefusal Unavailable(string sentence) => new(RefusalKind.Unavailable, "no_worker", sentence) { RetryAfter = TimeSpan.FromSeconds(5) };
}
