using MySpinBot.Checkpoints.Gguf;
using MySpinBot.Checkpoints.Onnx;
using MySpinBot.Checkpoints.PyTorch;
using MySpinBot.Checkpoints.Safetensors;

namespace MySpinBot.Checkpoints.Files;

/// <summary>Tells by its first bytes what a file is.</summary>
internal static class Recognition
{
    private const int Peek = 1024;

    /// <summary>Reads the head of whatever it is.</summary>
    public static Contents Read(CheckpointFile file, CheckpointOptions options)
    {
        Span<byte> start = stackalloc byte[Peek];
        start = start[..file.Peek(0, start)];
        if (Stranger(start) is { } stranger)
        {
            throw file.Fault(stranger);
        }

        return FormatOf(start) switch
        {
            CheckpointFormat.Gguf => GgufContents.Read(file),
            CheckpointFormat.PyTorch => PyTorchZip.Read(file, options),
            CheckpointFormat.PyTorchLegacy => PyTorchLegacy.Read(file, options),
            CheckpointFormat.Safetensors => SafetensorsFile.Read(file),
            CheckpointFormat.Onnx => OnnxContents.Read(file),
            _ => throw file.Fault("is no checkpoint: it is neither safetensors, nor PyTorch's (a zip archive or a pickle), nor ONNX, nor GGUF."),
        };
    }

    /// <summary>What a file begins as; null where it is nothing that is read.</summary>
    public static CheckpointFormat? FormatOf(ReadOnlySpan<byte> start)
        => start.StartsWith("GGUF"u8) ? CheckpointFormat.Gguf
            : start.StartsWith("PK\u0003\u0004"u8) || start.StartsWith("PK\u0005\u0006"u8) ? CheckpointFormat.PyTorch
            : SafetensorsFile.Is(start) ? CheckpointFormat.Safetensors
            : PyTorchLegacy.Is(start) ? CheckpointFormat.PyTorchLegacy
            : OnnxContents.Is(start) ? CheckpointFormat.Onnx
            : null;

    /// <summary>What is often saved in place of weights: what is wrong with the file; null where it is none of these.</summary>
    public static string? Stranger(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
        {
            return "is empty.";
        }

        var text = start.TrimStart(" \t\r\n\uFEFF"u8);
        if (text.StartsWith("version https://git-lfs"u8))
        {
            return "is only a pointer of Git LFS, not the weights: download the file itself ('git lfs pull').";
        }

        Span<byte> small = stackalloc byte[Math.Min(16, text.Length)];
        for (var i = 0; i < small.Length; i++)
        {
            small[i] = (byte)(text[i] | 0x20);
        }

        return small.StartsWith("<!doctype"u8) || small.StartsWith("<html"u8) || small.StartsWith("<?xml"u8)
            ? "is a web page, not weights: what was downloaded was probably a request to log in, or an error."
            : null;
    }
}
