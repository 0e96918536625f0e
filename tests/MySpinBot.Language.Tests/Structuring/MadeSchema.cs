using System.Text.Json;
using System.Text.Json.Nodes;

namespace MySpinBot.Language.Tests.Structuring;

/// <summary>A schema and how to make values that it accepts.</summary>
internal sealed record MadeSchema(JsonNode Schema, Func<Random, JsonNode?> Value)
{
    /// <summary>The schema as it comes from outside.</summary>
    public JsonElement Element => JsonSerializer.SerializeToElement(Schema);
}
