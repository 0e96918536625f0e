using System.Text.Json;
using MySpinBot.Nodes.Llm.Remote.Connecting;
using MySpinBot.Nodes.Llm.Remote.Failing;
using AI = Microsoft.Extensions.AI;

namespace MySpinBot.Nodes.Llm.Remote.Ollama;

/// <summary>Vectors of Ollama (<c>api/embed</c>). Asks once.</summary>
/// <param name="connection">The server.</param>
internal sealed class OllamaEmbeddings(OllamaConnection connection) : AI.IEmbeddingGenerator<string, AI.Embedding<float>>
{
    /// <inheritdoc/>
    /// <exception cref="RemoteFault">The server refused, or sent something else.</exception>
    public async Task<AI.GeneratedEmbeddings<AI.Embedding<float>>> GenerateAsync(IEnumerable<string> values, AI.EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = values as IReadOnlyList<string> ?? [.. values];
        var body = OllamaConnection.Json(writer =>
        {
            writer.WriteString("model", options?.ModelId);
            writer.WriteStartArray("input");
            foreach (var text in texts)
            {
                writer.WriteStringValue(text);
            }

            writer.WriteEndArray();
            writer.WriteBoolean("truncate", false);
            if (options?.Dimensions is { } kept)
            {
                writer.WriteNumber("dimensions", kept);
            }
        });
        using var json = await connection.DocumentAsync("api/embed", body, cancellationToken);
        var vectors = new float[texts.Count][];
        if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("embeddings", out var given) && given.ValueKind == JsonValueKind.Array && given.GetArrayLength() == texts.Count)
        {
            for (var i = 0; i < vectors.Length; i++)
            {
                vectors[i] = Vectors.Read(given[i], connection.Target);
            }
        }

        var tokens = json.RootElement.TryGetProperty("prompt_eval_count", out var count) && count.ValueKind == JsonValueKind.Number && count.TryGetInt64(out var number) ? number : 0;
        return Vectors.Checked(vectors, connection.Target, tokens);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
        => serviceKey is not null ? null : serviceType == typeof(AI.EmbeddingGeneratorMetadata) ? new AI.EmbeddingGeneratorMetadata("ollama", connection.Target.Address) : serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        // The connection is the target's, not one generator's.
    }
}
