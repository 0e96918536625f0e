using System.Runtime.CompilerServices;
using System.Text.Json;
using MySpinBot.Nodes.Llm.Remote.Asking;
using MySpinBot.Nodes.Llm.Remote.Connecting;
using MySpinBot.Nodes.Llm.Remote.Failing;
using MySpinBot.Sdk;
using AI = Microsoft.Extensions.AI;

namespace MySpinBot.Nodes.Llm.Remote.Ollama;

/// <summary>A chat client on Ollama's own API: one JSON object a line. Asks once, without patience of its own.</summary>
/// <param name="connection">The server.</param>
internal sealed class OllamaChat(OllamaConnection connection) : AI.IChatClient
{
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
        if (options.AdditionalProperties?.ContainsKey(Extra.PromptTokens) == true)
        {
            throw new NodeFailure("Ollama takes prompts as text, not as tokens.") { Input = nameof(TextRequest.PromptTokens) };
        }

        using var answer = await (options.AdditionalProperties?.TryGetValue(Extra.Prompt, out string? prompt) == true
            ? connection.AskAsync("api/generate", OllamaRequest.Prompt(prompt!, options), cancellationToken)
            : connection.AskAsync("api/chat", OllamaRequest.Chat(messages, options), cancellationToken));
        await using var bounded = new BoundedStream(await answer.Content.ReadAsStreamAsync(cancellationToken), connection.Target, BoundedStream.Answer, BoundedStream.Line);
        using var lines = new StreamReader(bounded);
        var chunk = new OllamaChunk(connection.Target, options.ToolMode is AI.RequiredChatToolMode && options.Tools is { Count: > 0 });
        while (!chunk.HasEnded && await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                using var json = JsonDocument.Parse(line);
                yield return chunk.Read(json.RootElement);
            }
        }

        if (!chunk.HasEnded)
        {
            throw new RemoteFault($"{ServerSaid.Who(connection.Target)} broke off: its answer stopped without an end.") { IsPassing = true };
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
        => serviceKey is not null ? null : serviceType == typeof(AI.ChatClientMetadata) ? new AI.ChatClientMetadata("ollama", connection.Target.Address) : serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        // The connection is the target's, not one client's.
    }
}
