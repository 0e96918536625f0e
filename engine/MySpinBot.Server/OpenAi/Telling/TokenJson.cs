using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Server.OpenAi.Telling;

/// <summary>How likely tokens were.</summary>
internal static class TokenJson
{
    // What JSON has no number for: the logarithm of nothing. OpenAI writes this one.
    private const double LeastLogarithm = -9999;

    /// <summary>Writes the field of a chat's answer.</summary>
    public static void WriteOfChat(Utf8JsonWriter writer, IReadOnlyList<TokenProbability> tokens)
    {
        if (tokens.Count == 0)
        {
            writer.WriteNull("logprobs"u8);
            return;
        }

        writer.WriteStartObject("logprobs"u8);
        writer.WriteStartArray("content"u8);
        foreach (var token in tokens)
        {
            writer.WriteStartObject();
            WriteToken(writer, token);
            writer.WriteStartArray("top_logprobs"u8);
            foreach (var other in token.Likeliest)
            {
                writer.WriteStartObject();
                WriteToken(writer, other);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNull("refusal"u8);
        writer.WriteEndObject();
    }

    /// <summary>Writes the field of a completion's answer.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="tokens">The tokens.</param>
    /// <param name="offset">How many characters stand in front of them.</param>
    /// <returns>The same behind them.</returns>
    public static int WriteOfCompletion(Utf8JsonWriter writer, IReadOnlyList<TokenProbability> tokens, int offset)
    {
        if (tokens.Count == 0)
        {
            writer.WriteNull("logprobs"u8);
            return offset;
        }

        writer.WriteStartObject("logprobs"u8);
        WriteList(writer, "tokens"u8, tokens, static (json, token) => json.WriteStringValue(token.Text));
        WriteList(writer, "token_logprobs"u8, tokens, static (json, token) => json.WriteNumberValue(Finite(token.LogProbability)));
        WriteList(writer, "top_logprobs"u8, tokens, static (json, token) => WriteLikeliest(json, token.Likeliest));
        writer.WriteStartArray("text_offset"u8);
        foreach (var token in tokens)
        {
            writer.WriteNumberValue(offset);
            offset += token.Text.Length;
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        return offset;
    }

    private static void WriteToken(Utf8JsonWriter writer, TokenProbability token)
    {
        writer.WriteString("token"u8, token.Text);
        writer.WriteNumber("logprob"u8, Finite(token.LogProbability));
        writer.WriteStartArray("bytes"u8);
        foreach (var value in token.Bytes.Span)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<TokenProbability> tokens, Action<Utf8JsonWriter, TokenProbability> write)
    {
        writer.WriteStartArray(name);
        foreach (var token in tokens)
        {
            write(writer, token);
        }

        writer.WriteEndArray();
    }

    // Tokens of one text may be several (bytes that are no characters); a name stands once in an object, with the likeliest.
    private static void WriteLikeliest(Utf8JsonWriter writer, IReadOnlyList<TokenProbability> likeliest)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        writer.WriteStartObject();
        foreach (var token in likeliest)
        {
            if (told.Add(token.Text))
            {
                writer.WriteNumber(token.Text, Finite(token.LogProbability));
            }
        }

        writer.WriteEndObject();
    }

    private static double Finite(double logarithm) => double.IsFinite(logarithm) ? logarithm : LeastLogarithm;
}
