using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using MySpinBot.Sdk;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Capabilities;
using MySpinBot.Server.OpenAi.Asking;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.OpenAi;

/// <summary>POST /v1/embeddings.</summary>
internal sealed class EmbeddingRoutes(ICapabilities capabilities, AnswerMeter meter, IHostApplicationLifetime life, ServerOptions options)
{
    /// <summary>POST /v1/embeddings.</summary>
    public async Task EmbedAsync(HttpContext context)
    {
        var outcome = "refused";
        try
        {
            var asked = EmbeddingForm.Read(await AskedBody.ReadAsync(context, options.Limits.BodyBytes));
            outcome = "failed";
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
            var embeddings = await capabilities.EmbedAsync(asked.Request, context.Owner(), end.Token);
            meter.Embedded(asked.Request.Model, embeddings.Tokens);
            outcome = "done";
            await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, (asked, embeddings), static (writer, it) => Write(writer, it.asked, it.embeddings));
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw new ServerRefusal(RefusalKind.Unavailable, "stopping", "The server is being stopped, so the work was broken off.");
        }
        catch (Exception refused) when (OpenAiError.Of(refused) is { Status: < 500 })
        {
            outcome = "refused";
            throw;
        }
        finally
        {
            meter.Ended("embedding", context.RequestAborted.IsCancellationRequested ? "left" : outcome);
        }
    }

    private static void Write(Utf8JsonWriter writer, EmbeddingForm asked, Embeddings embeddings)
    {
        writer.WriteStartObject();
        writer.WriteString("object"u8, "list"u8);
        writer.WriteStartArray("data"u8);
        for (var i = 0; i < embeddings.Vectors.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("object"u8, "embedding"u8);
            writer.WriteNumber("index"u8, i);
            WriteVector(writer, embeddings.Vectors[i].Span, asked.AsBase64);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("model"u8, asked.Request.Model);
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("prompt_tokens"u8, embeddings.Tokens);
        writer.WriteNumber("total_tokens"u8, embeddings.Tokens);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteVector(Utf8JsonWriter writer, ReadOnlySpan<float> vector, bool asBase64)
    {
        if (!asBase64)
        {
            writer.WriteStartArray("embedding"u8);
            foreach (var number in vector)
            {
                writer.WriteNumberValue(number);
            }

            writer.WriteEndArray();
            return;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(vector.Length * sizeof(float));
        for (var i = 0; i < vector.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        }

        writer.WriteBase64String("embedding"u8, bytes.AsSpan(0, vector.Length * sizeof(float)));
        ArrayPool<byte>.Shared.Return(bytes);
    }
}
