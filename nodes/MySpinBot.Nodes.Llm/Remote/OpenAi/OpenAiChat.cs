using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using MySpinBot.Nodes.Llm.Remote.Asking;
using MySpinBot.Nodes.Llm.Remote.Connecting;
using MySpinBot.Nodes.Llm.Remote.Failing;
using MySpinBot.Sdk;
using AI = Microsoft.Extensions.AI;

namespace MySpinBot.Nodes.Llm.Remote.OpenAi;

/// <summary>A chat client on servers that speak OpenAI's API: OpenAI, SGLang, vLLM, TensorRT-LLM, LM Studio, llama-server, MySpinBot. Asks once, without patience of its own.</summary>
/// <param name="connection">The server.</param>
/// <param name="models">Its list of models, which tells what program it runs.</param>
internal sealed class OpenAiChat(OpenAiConnection connection, OpenAiModels models) : AI.IChatClient
{
    private readonly OutboundTarget _target = connection.Target;

    /// <inheritdoc/>
    public async Task<AI.ChatResponse> GetResponseAsync(IEnumerable<AI.ChatMessage> messages, AI.ChatOptions? options = null, CancellationToken cancellationToken = default)
        => await AI.ChatResponseExtensions.ToChatResponseAsync(GetStreamingResponseAsync(messages, options, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="RemoteFault">The server refused, or broke off.</exception>
    /// <exception cref="NodeFailure">It cannot be asked for that.</exception>
    public async IAsyncEnumerable<AI.ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<AI.ChatMessage> messages, AI.ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        options ??= new AI.ChatOptions();
        await using var answer = await AskAsync(messages, options, cancellationToken);
        var chunk = new OpenAiChunk(_target);
        var isDone = false;
        await foreach (var json in PiecesAsync(answer, cancellationToken))
        {
            using (json)
            {
                if (json is null)
                {
                    isDone = true;
                    break;
                }

                yield return chunk.Read(json.RootElement);
            }
        }

        if (!isDone && !chunk.HasEnded)
        {
            throw new RemoteFault($"{ServerSaid.Who(_target)} broke off: its answer stopped without an end.") { IsPassing = true };
        }

        if (chunk.Rest() is { } rest)
        {
            yield return rest;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
        => serviceKey is not null ? null : serviceType == typeof(AI.ChatClientMetadata) ? new AI.ChatClientMetadata("openai", _target.Address) : serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        // The connection is the target's, not one client's.
    }

    private async Task<BoundedStream> AskAsync(IEnumerable<AI.ChatMessage> messages, AI.ChatOptions options, CancellationToken cancellation)
    {
        var further = options.AdditionalProperties;
        var sampling = further?.TryGetValue(Extra.Sampling, out TextSampling? given) == true ? given! : new TextSampling();
        var matters = further is not null && (Dialects.Matter(sampling) || further.ContainsKey(Extra.Grammar) || further.ContainsKey(Extra.Repeatable));
        var request = new OpenAiRequest(connection, matters ? await models.DialectAsync(options.ModelId, cancellation) : Dialect.Plain);
        var model = options.ModelId ?? throw new InvalidOperationException("A chat client of targets is told the model with each request.");
        var body = further?.ContainsKey(Extra.Prompt) == true || further?.ContainsKey(Extra.PromptTokens) == true
            ? await connection.CompleteAsync(model, request.Completion(options), cancellation)
            : await connection.ChatAsync(model, request.Chat(messages, options), cancellation);
        return new BoundedStream(body, _target, BoundedStream.Answer, BoundedStream.Line);
    }

    // Null for the end that is said. Servers that do not stream send one JSON object, which begins with a brace; events never do.
    private static async IAsyncEnumerable<JsonDocument?> PiecesAsync(BoundedStream answer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (first, whole) = await FirstAsync(answer, cancellation);
        if (whole)
        {
            yield return await JsonDocument.ParseAsync(first, cancellationToken: cancellation);
            yield return null;
            yield break;
        }

        await foreach (var item in SseParser.Create(first, static (_, data) => data.SequenceEqual("[DONE]"u8) ? null : JsonDocument.Parse(data.ToArray())).EnumerateAsync(cancellation))
        {
            yield return item.Data;
        }
    }

    private static async Task<(Stream Body, bool IsWhole)> FirstAsync(BoundedStream answer, CancellationToken cancellation)
    {
        var body = new PeekedStream(answer);
        return (body, await body.PeekAsync(cancellation) is (byte)'{');
    }
}
