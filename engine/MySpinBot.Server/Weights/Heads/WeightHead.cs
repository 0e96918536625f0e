using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Win32.SafeHandles;
using MySpinBot.Checkpoints;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Weights.Heads;

/// <summary>Looks at the head and the end of a file with weights: what it is, and whether it is whole as far as that can be told without reading all of it.</summary>
internal static class WeightHead
{
    private const int MostMetadata = 1 << 20;
    private const int MostShown = 100;
    private const int LongestShown = 200;

    /// <summary>Looks at a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="name">Its name, for the extension.</param>
    /// <exception cref="ServerRefusal">The disk does not give it.</exception>
    public static WeightFacts Look(string path, string name)
    {
        try
        {
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            return Look(file, name);
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, "The model's head cannot be read");
        }
    }

    /// <summary>Looks at a file that is open.</summary>
    public static WeightFacts Look(SafeFileHandle file, string name)
    {
        if (RandomAccess.GetLength(file) == 0)
        {
            return WeightFacts.Damaged("unknown", "The file is empty.");
        }

        var extension = Path.GetExtension(name).ToUpperInvariant();
        var format = "unknown";
        try
        {
            if (CheckpointHead.StrangerIn(file, name) is { } stranger)
            {
                return WeightFacts.Damaged("text", $"The file {stranger}");
            }

            var kind = CheckpointHead.FormatOf(file, name);
            format = kind is { } known ? NameOf(known) : "unknown";
            return extension is ".YAML" or ".YML" or ".JSON" or ".TXT" ? new WeightFacts { Format = "text" }
                : kind is null && extension is not (".PTH" or ".PT" or ".PT2" or ".CKPT") ? new WeightFacts { Format = "unknown" }
                : Facts(CheckpointHead.Read(file, name));
        }
        catch (CheckpointException fault) when (fault.InnerException is IOException disk)
        {
            throw DiskRefusal.Of(disk, "The model's head cannot be read");
        }
        catch (CheckpointException fault)
        {
            var sentence = fault.Finding is { } finding ? $"The file {finding}" : fault.Message;
            return fault.IsRefusal ? new WeightFacts { Format = format, Refusal = sentence } : WeightFacts.Damaged(format, sentence);
        }
    }

    private static string NameOf(CheckpointFormat format) => format switch
    {
        CheckpointFormat.Safetensors => "safetensors",
        CheckpointFormat.PyTorch => "pytorch",
        CheckpointFormat.PyTorchLegacy => "pytorch-legacy",
        CheckpointFormat.Onnx => "onnx",
        _ => "gguf",
    };

    private static WeightFacts Facts(CheckpointHead head) => new()
    {
        Format = NameOf(head.Format),
        Tensors = head.Tensors,
        Parameters = head.Identity.Parameters,
        NumberTypes = head.NumberTypes,
        Metadata = head.Format == CheckpointFormat.Safetensors ? Whole(head.Metadata) : Some(head.Metadata),
        Identity = head.Identity,
    };

    // What its author wrote: all of it, or nothing where that is too much.
    private static JsonElement? Whole(IReadOnlyDictionary<string, object> metadata)
        => metadata.Count > 0 && metadata.Sum(text => Encoding.UTF8.GetMaxByteCount(text.Key.Length) + (long)Encoding.UTF8.GetMaxByteCount(((string)text.Value).Length)) <= MostMetadata ? JsonSerializer.SerializeToElement(metadata) : null;

    private static JsonElement? Some(IReadOnlyDictionary<string, object> metadata)
    {
        var shown = new JsonObject();
        foreach (var (name, value) in metadata)
        {
            if (shown.Count < MostShown && name.Length is > 0 and <= LongestShown && IsWhole(name) && Node(value) is { } node)
            {
                shown[name] = node;
            }
        }

        return shown.Count == 0 ? null : JsonSerializer.SerializeToElement(shown);
    }

    private static JsonValue? Node(object value) => value switch
    {
        string text when text.Length <= LongestShown && IsWhole(text) => JsonValue.Create(text),
        long number => JsonValue.Create(number),
        ulong number => JsonValue.Create(number),
        bool truth => JsonValue.Create(truth),
        double number when double.IsFinite(number) => JsonValue.Create(number),
        _ => null,
    };

    // A text with half a character in it cannot be shown.
    private static bool IsWhole(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
            {
                return false;
            }
        }

        return true;
    }
}
