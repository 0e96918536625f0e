using System.Text.Json;
using MySpinBot.Server.Files;
using MySpinBot.Checkpoints;

namespace MySpinBot.Server.Comfy.Files;

/// <summary>The texts at the head of a safetensors file. No length that the file states is believed before it is checked.</summary>
internal static class SafetensorsMetadata
{
    private static readonly JsonSerializerOptions Exactly = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The object <c>__metadata__</c>; null where the file has none, or is none of this kind.</summary>
    /// <exception cref="ServerRefusal">The disk does not give it.</exception>
    public static JsonElement? Read(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            var head = CheckpointHead.Read(file, Path.GetFileName(path));
            return head.Format == CheckpointFormat.Safetensors && head.Metadata.Count > 0 ? JsonSerializer.SerializeToElement(head.Metadata, Exactly) : null;
        }
        catch (CheckpointException fault) when (fault.InnerException is IOException disk)
        {
            throw DiskRefusal.Of(disk, "The model's head cannot be read");
        }
        catch (CheckpointException)
        {
            return null;
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, "The model's head cannot be read");
        }
    }
}
