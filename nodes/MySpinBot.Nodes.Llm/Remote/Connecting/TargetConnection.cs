using MySpinBot.Nodes.Llm.Remote.Failing;
using MySpinBot.Nodes.Llm.Remote.Ollama;
using MySpinBot.Nodes.Llm.Remote.OpenAi;
using MySpinBot.Sdk;
using AI = Microsoft.Extensions.AI;

namespace MySpinBot.Nodes.Llm.Remote.Connecting;

/// <summary>A server, and how it is spoken to: a chat client, a generator of vectors, a list of models.</summary>
internal sealed class TargetConnection : IDisposable
{
    private readonly HttpClient _http;
    private readonly Func<CancellationToken, Task<IReadOnlyList<RemoteModel>>> _list;
    private readonly OllamaMemory? _memory;

    private TargetConnection(OutboundTarget target, HttpClient http, TimeProvider time, AI.IChatClient chat, AI.IEmbeddingGenerator<string, AI.Embedding<float>> vectors,
        Func<CancellationToken, Task<IReadOnlyList<RemoteModel>>> list, OllamaMemory? memory)
        => (Target, Persistence, Chat, Vectors, _http, _list, _memory) = (target, new Persistence(target, time), chat, vectors, http, list, memory);

    /// <summary>The server.</summary>
    public OutboundTarget Target { get; }

    /// <summary>How long it is waited for.</summary>
    public Persistence Persistence { get; }

    /// <summary>Answers conversations.</summary>
    public AI.IChatClient Chat { get; }

    /// <summary>Makes vectors.</summary>
    public AI.IEmbeddingGenerator<string, AI.Embedding<float>> Vectors { get; }

    /// <summary>Connects to a server, when it is first asked something.</summary>
    /// <exception cref="NodeFailure">It is of a kind that is not known.</exception>
    public static TargetConnection To(OutboundTarget target, IModelShelf shelf, INodeLog log, TimeProvider time)
    {
        var http = TargetHttp.Of(target);
        switch (target.Kind)
        {
            case "openai":
                var server = new OpenAiConnection(target, http, time);
                var models = new OpenAiModels(server);
                return new TargetConnection(target, http, time, new OpenAiChat(server, models), new OpenAiEmbeddings(server), models.ListAsync, null);
            case "ollama":
                var ollama = new OllamaConnection(target, http, time);
                return new TargetConnection(target, http, time, new OllamaChat(ollama), new OllamaEmbeddings(ollama), stop => ollama.ModelsAsync("api/tags", "size", stop),
                    target.SharesMemory ? new OllamaMemory(ollama, new Persistence(target, time), shelf, log) : null);
            default:
                http.Dispose();
                throw new NodeFailure($"The target {target.Name} is of the kind '{target.Kind}', which is not known; openai and ollama are.");
        }
    }

    /// <summary>The models that it has.</summary>
    public Task<IReadOnlyList<RemoteModel>> ModelsAsync(CancellationToken cancellation) => _list(cancellation);

    /// <summary>Holds a model's place in memory while it is used, where it has one here; null otherwise.</summary>
    public ValueTask<IDisposable?> HoldAsync(string model, CancellationToken cancellation) => _memory?.HoldAsync(model, cancellation) ?? new ValueTask<IDisposable?>((IDisposable?)null);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
