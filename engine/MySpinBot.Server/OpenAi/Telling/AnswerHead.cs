using System.Text.Json;

namespace MySpinBot.Server.OpenAi.Telling;

/// <summary>What stands in front of every answer and of every piece of it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CreatedAt">When it was begun.</param>
/// <param name="Model">The model, as it was asked for.</param>
internal sealed record AnswerHead(string Id, DateTimeOffset CreatedAt, string Model)
{
    private static readonly string Fingerprint = $"fp_myspinbot_{BuildFacts.Version}";

    /// <summary>Writes it into an object that has begun.</summary>
    public void WriteTo(Utf8JsonWriter writer, ReadOnlySpan<byte> kind)
    {
        writer.WriteString("id"u8, Id);
        writer.WriteString("object"u8, kind);
        writer.WriteNumber("created"u8, CreatedAt.ToUnixTimeSeconds());
        writer.WriteString("model"u8, Model);
        writer.WriteString("system_fingerprint"u8, Fingerprint);
    }
}
