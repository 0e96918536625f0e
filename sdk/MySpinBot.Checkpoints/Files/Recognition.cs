using MySpinBot.Checkpoints.Gguf;
using MySpinBot.Checkpoints.Onnx;
using MySpinBot.Checkpoints.PyTorch;
using MySpinBot.Checkpoints.Safetensors;

namespace MySpinBot.Checkpoints.Files;

/// <summary>Tells by its first bytes what a file is.</summary>
internal static class Recognition
{
    /// <summary>How much of a file's beginning tells what it is.</summary>
    public const int Peek = 1024;

    /// <summary>Reads the head of whatever it is.</summary>
    public static Contents Read(CheckpointFile file, CheckpointOptions options)
    {
        Span<byte> start = stackalloc byte[Peek];
        return Expect(file, start[..file.Peek(0, start)]) switch
        {
            CheckpointFormat.Gguf => GgufContents.Read(file),
            CheckpointFormat.PyTorch => PyTorchZip.Read(file, options),
            CheckpointFormat.PyTorchLegacy => PyTorchLegacy.Read(file, options),
            CheckpointFormat.Safetensors => ShardIndex.Is(file.Name) ? ShardIndex.Read(file) : SafetensorsFile.Read(file),
            CheckpointFormat.Onnx => OnnxContents.Read(file),
            var format => throw new InvalidOperationException($"Nobody reads {format}."),
        };
    }

    /// <summary>What a file is, by its first bytes, else by its name.</summary>
    /// <exception cref="CheckpointException">It is nothing that is read.</exception>
    public static CheckpointFormat Expect(CheckpointFile file, ReadOnlySpan<byte> start)
        => Stranger(start) is { } stranger ? throw file.Fault(stranger)
            : FormatOf(start) ?? FormatOf(file.Name) ?? throw file.Fault(IsPyTorch(file.Name) ? "is no PyTorch checkpoint: it is neither a zip archive nor a pickle."
            : "is no checkpoint: it is neither safetensors, nor PyTorch's (a zip archive or a pickle), nor ONNX, nor GGUF.");

    /// <summary>What a file begins as; null where it is nothing that is read.</summary>
    public static CheckpointFormat? FormatOf(ReadOnlySpan<byte> start)
        => start.StartsWith("GGUF"u8) ? CheckpointFormat.Gguf
            : start.StartsWith("PK\u0003\u0004"u8) || start.StartsWith("PK\u0005\u0006"u8) ? CheckpointFormat.PyTorch
            : SafetensorsFile.Is(start) ? CheckpointFormat.Safetensors
            : PyTorchLegacy.Is(start) ? CheckpointFormat.PyTorchLegacy
            : OnnxContents.Is(start) ? CheckpointFormat.Onnx
            : null;

    /// <summary>What a file should be by its name, so that what is wrong with it can be said; null where the name says nothing.</summary>
    public static CheckpointFormat? FormatOf(string name) => Path.GetExtension(name).ToUpperInvariant() switch
    {
        ".SAFETENSORS" or ".SFT" => CheckpointFormat.Safetensors,
        ".JSON" when ShardIndex.Is(name) => CheckpointFormat.Safetensors,
        ".GGUF" => CheckpointFormat.Gguf,
        ".ONNX" => CheckpointFormat.Onnx,
        _ => null,
    };

    /// <summary>As <see cref="FormatOf(ReadOnlySpan{byte})"/>, where a file may as well be none at all: a single byte is then no proof.</summary>
    public static CheckpointFormat? CertainFormatOf(ReadOnlySpan<byte> start, string name)
        => FormatOf(start) is { } format && (format is CheckpointFormat.Gguf or CheckpointFormat.PyTorch || (format == CheckpointFormat.PyTorchLegacy && (IsPyTorch(name) || start[0] == 0x80)) || SafetensorsFile.IsCertain(start)) ? format : FormatOf(name);

    /// <summary>Whether a name is one that PyTorch's files have.</summary>
    public static bool IsPyTorch(string name) => Path.GetExtension(name).ToUpperInvariant() is ".PTH" or ".PT" or ".PT2" or ".CKPT";

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
