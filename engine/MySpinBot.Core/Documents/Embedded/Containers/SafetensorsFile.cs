using System.Text;
using System.Text.Json;

namespace MySpinBot.Core.Documents.Embedded.Containers;

/// <summary>The texts under <c>__metadata__</c> in the header of safetensors: ComfyUI writes the graph into models and latents that it saves.</summary>
internal static class SafetensorsFile
{
    public static void Read(MediaSource file, FoundTexts texts)
    {
        file.Position = 0;
        var length = (long)file.UInt32(little: true) | ((long)file.UInt32(little: true) << 32);
        if (file.Take(length) is not { } header)
        {
            texts.TooLong("__metadata__");
            return;
        }

        var reader = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = ReadLimits.Default.MaxDepth });
        try
        {
            for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
            {
                var isMetadata = reader.ValueTextEquals("__metadata__"u8);
                reader.Read();
                if (isMetadata && reader.TokenType == JsonTokenType.StartObject)
                {
                    ReadTexts(ref reader, texts);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            texts.Damage("Its header is not JSON.");
        }
    }

    private static void ReadTexts(ref Utf8JsonReader reader, FoundTexts texts)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.String && FoundTexts.IsWanted(key))
            {
                texts.Add(key, Encoding.UTF8.GetBytes(reader.GetString()!));
            }
            else
            {
                texts.Name(key);
                reader.Skip();
            }
        }
    }
}
