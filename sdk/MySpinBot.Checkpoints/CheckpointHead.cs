using Microsoft.Win32.SafeHandles;
using MySpinBot.Checkpoints.Files;

namespace MySpinBot.Checkpoints;

/// <summary>What the head of a file says: read in bounded time and memory, without its numbers, and without files beside it.</summary>
public sealed record CheckpointHead
{
    /// <summary>What kind of file it is.</summary>
    public required CheckpointFormat Format { get; init; }

    /// <summary>Which model it is.</summary>
    public required ModelIdentity Identity { get; init; }

    /// <summary>How many tensors it has.</summary>
    public int Tensors { get; init; }

    /// <summary>How many there are of each type of number, by the names that safetensors (<c>F16</c>) or llama.cpp (<c>Q4_K</c>) have for them.</summary>
    public required IReadOnlyDictionary<string, int> NumberTypes { get; init; }

    /// <summary>What stands beside the tensors: texts, and in GGUF files numbers and truths (<see cref="string"/>, <see cref="long"/>, <see cref="ulong"/>, <see cref="double"/>, <see cref="bool"/>).</summary>
    public required IReadOnlyDictionary<string, object> Metadata { get; init; }

    /// <summary>Reads the head of a file.</summary>
    /// <exception cref="CheckpointException">It is no checkpoint, is damaged, or is refused.</exception>
    public static CheckpointHead Read(string path)
    {
        using var file = CheckpointFile.Open(path);
        return HeadReader.Read(file);
    }

    /// <summary>Reads the head of a file that is open.</summary>
    /// <param name="file">The file; it stays open.</param>
    /// <param name="name">Its name, for sentences.</param>
    /// <exception cref="CheckpointException">It is no checkpoint, is damaged, or is refused.</exception>
    public static CheckpointHead Read(SafeFileHandle file, string name)
    {
        ArgumentNullException.ThrowIfNull(file);
        return HeadReader.Read(CheckpointFile.Of(file, name));
    }

    /// <summary>What a file must be, by a beginning that nothing else has, else by its name; null where neither says it. Nothing more is read.</summary>
    /// <param name="file">The file; it stays open.</param>
    /// <param name="name">Its name.</param>
    public static CheckpointFormat? FormatOf(SafeFileHandle file, string name)
    {
        ArgumentNullException.ThrowIfNull(file);
        Span<byte> start = stackalloc byte[64];
        return Recognition.CertainFormatOf(start[..CheckpointFile.Of(file, name).Peek(0, start)], name);
    }

    /// <summary>What was saved in place of weights: a pointer of Git LFS, or a web page.</summary>
    /// <param name="file">The file; it stays open.</param>
    /// <param name="name">Its name.</param>
    /// <returns>What is wrong with the file, as a sentence without its subject; null where it is none of these.</returns>
    public static string? StrangerIn(SafeFileHandle file, string name)
    {
        ArgumentNullException.ThrowIfNull(file);
        Span<byte> start = stackalloc byte[Recognition.Peek];
        return Recognition.Stranger(start[..CheckpointFile.Of(file, name).Peek(0, start)]);
    }
}
