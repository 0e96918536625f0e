using System.Buffers;
using System.Text.Json;
using MySpinBot.Nodes.Llm.Remote.Connecting;
using MySpinBot.Nodes.Llm.Remote.Failing;
using AI = Microsoft.Extensions.AI;

namespace MySpinBot.Nodes.Llm.Remote.OpenAi;

/// <summary>Vectors of servers that speak OpenAI's API. Asks once.</summary>
/// <param name="connection">The server.</param>
internal sealed class OpenAiEmbeddings(OpenAiConnection connection) : AI.IEmbeddingGenerator<string, AI.Embedding<float>>
{
    /// <inheritdoc/>
    /// <exception cref="RemoteFault">The server refused, or sent something else.</exception>
    public async Task<AI.GeneratedEmbeddings<AI.Embedding<float>>> GenerateAsync(IEnumerable<string> values, AI.EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var model = options?.ModelId ?? throw new InvalidOperationException("A generator of targets is told the model with each request.");
        var texts = values as IReadOnlyList<string> ?? [.. values];
        await using var body = new BoundedStream(await connection.EmbedAsync(model, Request(texts, model, options.Dimensions), cancellationToken), connection.Target, BoundedStream.Document, null);
        using var json = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null)
        {
            throw ServerSaid.Error(connection.Target, error);
        }

        return Read(json.RootElement, texts.Count);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
        => serviceKey is not null ? null : serviceType == typeof(AI.EmbeddingGeneratorMetadata) ? new AI.EmbeddingGeneratorMetadata("openai", connection.Target.Address) : serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        // The connection is the target's, not one generator's.
    }

    private static BinaryData Request(IReadOnlyList<string> texts, string model, int? dimensions)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteString("model", model);
            writer.WriteStartArray("input");
            foreach (var text in texts)
            {
                writer.WriteStringValue(text);
            }

            writer.WriteEndArray();
            writer.WriteString("encoding_format", "float"); // not all servers know base64
            if (dimensions is { } kept)
            {
                writer.WriteNumber("dimensions", kept);
            }

            writer.WriteEndObject();
        }

        return new BinaryData(bytes.WrittenMemory);
    }

    private AI.GeneratedEmbeddings<AI.Embedding<float>> Read(JsonElement answer, int wanted)
    {
        var vectors = new float[wanted][];
        if (answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array)
        {
            var next = 0;
            foreach (var each in data.EnumerateArray())
            {
                var at = each.ValueKind == JsonValueKind.Object && each.TryGetProperty("index", out var index) && index.ValueKind == JsonValueKind.Number && index.TryGetInt32(out var said) ? said : next;
                if (at >= 0 && at < wanted && each.ValueKind == JsonValueKind.Object && each.TryGetProperty("embedding", out var numbers))
                {
                    vectors[at] = Vectors.Read(numbers, connection.Target);
                }

                next++;
            }
        }

        var tokens = answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object
            && usage.TryGetProperty("prompt_tokens", out var count) && count.ValueKind == JsonValueKind.Number && count.TryGetInt64(out var number) ? number : 0;
        return Vectors.Checked(vectors, connection.Target, tokens);
    }
}
