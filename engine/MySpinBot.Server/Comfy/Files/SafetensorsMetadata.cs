using System.Text.Json;
using MySpinBot.Server.Files;
using MySpinBot.Server.Weights.Heads;

namespace MySpinBot.Server.Comfy.Files;

/// <summary>The texts at the head of a safetensors file. No length that the file states is believed before it is checked.</summary>
internal static class SafetensorsMetadata
{
    /// <summary>The object <c>__metadata__</c>; null where the file has none, or is none of this kind.</summary>
    /// <exception cref="ServerRefusal">The disk does not give it.</exception>
    public static JsonElement? Read(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return SafetensorsHead.Read(file, RandomAccess.GetLength(file)) is { } header ? SafetensorsHead.Metadata(header) : null;
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, "The model's head cannot be read");
        }
    }
}
