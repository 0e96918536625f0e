using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using MySpinBot.Core.Messages.Calling;
using MySpinBot.Sdk;
using MySpinBot.Server.Capabilities;

namespace MySpinBot.Server.Tests.OpenAi;

/// <summary>Capabilities in this process. Model <c>echo</c> writes back what was said last, a word at a time; the others have a habit each.</summary>
internal sealed class EchoingModels(CallTurns turns) : ICapabilities
{
    private int _open;

    /// <summary>What was asked for, in order.</summary>
    public ConcurrentQueue<TextRequest> Asked { get; } = new();

    /// <summary>What vectors were asked for last.</summary>
    public EmbeddingRequest? Embedded { get; private set; }

    /// <summary>How many answers are being written.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>How many answers were ended by whoever asked.</summary>
    public int Left;

    /// <summary>Lets <c>slow</c> go on by so many words.</summary>
    public SemaphoreSlim Words { get; } = new(0);

    public async IAsyncEnumerable<TextPiece> WriteAsync(TextRequest request, string owner, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var turn = await turns.EnterAsync(owner, cancellation);
        Asked.Enqueue(request);
        Interlocked.Increment(ref _open);
        var isDone = false;
        try
        {
            foreach (var piece in Pieces(request))
            {
                await Task.Yield();
                if (request.Model == "slow")
                {
                    await Words.WaitAsync(cancellation);
                }

                yield return piece;
            }

            isDone = true;
        }
        finally
        {
            Interlocked.Decrement(ref _open);
            if (!isDone)
            {
                Interlocked.Increment(ref Left);
            }
        }
    }

    public Task<Embeddings> EmbedAsync(EmbeddingRequest request, string owner, CancellationToken cancellation)
    {
        Embedded = request;
        var lengths = request.Tokens?.Select(tokens => tokens.Count).ToList() ?? request.Texts.Select(text => text.Length).ToList();
        return request.Model == "vectors"
            ? Task.FromResult(new Embeddings([.. lengths.Select(length => (ReadOnlyMemory<float>)new float[] { length, 0.5f, -1.25f }.AsMemory(0, request.Dimensions ?? 3))], lengths.Sum()))
            : throw NoModel(request.Model);
    }

    public Task<IReadOnlyList<CapableModel>> ListAsync(string owner, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<CapableModel>>(
    [
        new(CapabilityKind.Text, "small/echo", "local", DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), 12),
        new(CapabilityKind.Text, "echo", "local", null, null),
        new(CapabilityKind.Embedding, "vectors", "far", null, null),
        new(CapabilityKind.Embedding, "echo", "local", null, null),
    ]);

    private static IEnumerable<TextPiece> Pieces(TextRequest request)
    {
        var said = request.Prompt ?? (request.Messages.Count > 0 ? request.Messages[^1].Content : null) ?? string.Join(' ', request.PromptTokens ?? []);
        switch (request.Model)
        {
            case "echo" or "slow":
                return EachWord(request, said);
            case "thinker":
                return [new TextPiece { Reasoning = "Hm" }, new TextPiece { Reasoning = "m." }, new TextPiece { Text = said }, End(TextEnd.Stop, 2)];
            case "caller":
                return Calls(request);
            case "broken":
                return Broken(said);
            case "wrong":
                throw new CapabilityRefusal(new CallFault(CallFaultKind.Request, "The prompt has 9 tokens, and the context 8.", "Messages", "context_length_exceeded"));
            case "lost":
                throw new CapabilityRefusal(new CallFault(CallFaultKind.Worker, "The worker that did this was killed."));
            case "buggy":
                throw new CapabilityRefusal(new CallFault(CallFaultKind.Plugin, "The plugin failed."));
            case "bug":
                throw new InvalidOperationException("A mistake of the server.");
            default:
                throw NoModel(request.Model);
        }
    }

    private static IEnumerable<TextPiece> EachWord(TextRequest request, string said)
    {
        var words = said.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var most = Math.Min(words.Length, request.MaxTokens ?? int.MaxValue);
        for (var i = 0; i < most; i++)
        {
            var text = i == 0 ? words[i] : " " + words[i];
            yield return new TextPiece { Text = text, Tokens = request.LogProbabilities is { } top ? [Token(text, top)] : [] };
        }

        yield return End(most < words.Length ? TextEnd.Length : TextEnd.Stop, most);
    }

    private static TokenProbability Token(string text, int top) => new(text, Encoding.UTF8.GetBytes(text), -0.25)
    {
        Likeliest = [.. Enumerable.Range(0, top).Select(i => new TokenProbability(i == 0 ? text : $"~{i}", Encoding.UTF8.GetBytes(i == 0 ? text : $"~{i}"), i == 0 ? -0.25 : i == 1 ? -2 : double.NegativeInfinity))],
    };

    private static IEnumerable<TextPiece> Calls(TextRequest request)
    {
        for (var i = 0; i < request.Tools.Count; i++)
        {
            yield return new TextPiece { ToolCalls = [new ToolCallPiece(i, "") { Id = $"call_{i}", Name = request.Tools[i].Name }] };
            yield return new TextPiece { ToolCalls = [new ToolCallPiece(i, """{"city":""")] };
            yield return new TextPiece { ToolCalls = [new ToolCallPiece(i, $"{JsonSerializer.Serialize($"town {i}")}}}")] };
        }

        yield return End(TextEnd.ToolCalls, 3);
    }

    private static IEnumerable<TextPiece> Broken(string said)
    {
        yield return new TextPiece { Text = said };
        throw new CapabilityRefusal(new CallFault(CallFaultKind.Worker, "The worker that did this was killed."));
    }

    private static TextPiece End(TextEnd end, int written) => new() { End = end, Usage = new TextUsage(7, 3, written) };

    private static CapabilityRefusal NoModel(string model) => new(new CallFault(CallFaultKind.Request, $"There is no model '{model}'.", "Model", "model_not_found"));
}
