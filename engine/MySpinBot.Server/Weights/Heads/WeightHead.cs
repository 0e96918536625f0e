using Microsoft.Win32.SafeHandles;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Weights.Heads;

/// <summary>Looks at the head and the end of a file with weights: what it is, and whether it is whole as far as that can be told without reading all of it.</summary>
internal static class WeightHead
{
    private const int Peek = 1024;

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
        var extension = Path.GetExtension(name).ToUpperInvariant();
        var length = RandomAccess.GetLength(file);
        var head = new byte[Math.Min(Peek, length)];
        head = head[..Fill(file, head, 0)];
        if (head.Length == 0)
        {
            return WeightFacts.Damaged("unknown", "The file is empty.");
        }

        if (Stranger(head) is { } stranger)
        {
            return stranger;
        }

        var isZip = head.AsSpan().StartsWith("PK\u0003\u0004"u8);
        return extension switch
        {
            ".SAFETENSORS" or ".SFT" => SafetensorsHead.Look(file, length),
            ".GGUF" => GgufHead.Look(file, length),
            ".ONNX" => OnnxOutline.Look(file, length),
            ".YAML" or ".YML" or ".JSON" or ".TXT" => new WeightFacts { Format = "text" },
            _ when head.AsSpan().StartsWith("GGUF"u8) => GgufHead.Look(file, length),
            _ when isZip => ZipEnd.Look(file, length),
            _ when head.AsSpan().StartsWith(Legacy) => new WeightFacts { Format = "pytorch-legacy" },
            ".PTH" or ".PT" or ".PT2" or ".CKPT" => head[0] == 0x80
                ? new WeightFacts { Format = "pytorch-legacy" }
                : WeightFacts.Damaged("unknown", "The file is no PyTorch checkpoint: it is neither a zip archive nor a pickle."),
            _ => new WeightFacts { Format = "unknown" },
        };
    }

    // The pickled magic number that files of torch.save begin with before version 1.6.
    private static ReadOnlySpan<byte> Legacy => [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19];

    /// <summary>What is often saved in place of weights.</summary>
    private static WeightFacts? Stranger(ReadOnlySpan<byte> head)
    {
        var start = head.TrimStart(" \t\r\n\uFEFF"u8);
        if (start.StartsWith("version https://git-lfs"u8))
        {
            return WeightFacts.Damaged("text", "The file is only a pointer of Git LFS, not the weights: download the file itself ('git lfs pull').");
        }

        Span<byte> small = stackalloc byte[Math.Min(16, start.Length)];
        for (var i = 0; i < small.Length; i++)
        {
            small[i] = (byte)(start[i] | 0x20);
        }

        return small.StartsWith("<!doctype"u8) || small.StartsWith("<html"u8) || small.StartsWith("<?xml"u8)
            ? WeightFacts.Damaged("text", "The file is a web page, not weights: what was downloaded was probably a request to log in, or an error.")
            : null;
    }

    /// <summary>Reads as much as there is.</summary>
    public static int Fill(SafeFileHandle file, Span<byte> buffer, long at)
    {
        var filled = 0;
        while (filled < buffer.Length && RandomAccess.Read(file, buffer[filled..], at + filled) is > 0 and var read)
        {
            filled += read;
        }

        return filled;
    }
}
