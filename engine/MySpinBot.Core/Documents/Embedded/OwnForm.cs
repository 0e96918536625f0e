using System.Text.Json;

namespace MySpinBot.Core.Documents.Embedded;

/// <summary>Tells our own documents from ComfyUI's workflows, whose nodes are a list.</summary>
public static class OwnForm
{
    /// <summary>Whether the field <c>nodes</c> of a document is an object.</summary>
    public static bool Is(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = ReadLimits.Default.MaxDepth });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isNodes = reader.ValueTextEquals("nodes"u8);
                reader.Read();
                if (isNodes)
                {
                    return reader.TokenType == JsonTokenType.StartObject;
                }

                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // Whoever reads it in earnest says what is wrong.
        }

        return false;
    }
}
