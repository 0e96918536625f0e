namespace MySpinBot.Checkpoints.Files;

/// <summary>A run of bytes that tensors lie in: a part of a file, an unpacked entry of an archive, or memory.</summary>
internal abstract class TensorBytes
{
    /// <summary>How many there are.</summary>
    public abstract long Length { get; }

    /// <summary>Reads exactly the span's length. The range was checked against <see cref="Length"/> by whoever made the tensor.</summary>
    public abstract void Read(long at, Span<byte> destination);

    /// <summary>The part of the file that they are, where they lie in it as they are.</summary>
    public virtual (CheckpointFile File, long Start)? InFile => null;
}

/// <summary>A part of a file.</summary>
internal sealed class FileBytes : TensorBytes
{
    private readonly CheckpointFile _file;
    private readonly long _start;

    public FileBytes(CheckpointFile file, long start, long length)
    {
        if (start < 0 || length < 0 || length > file.Length - start)
        {
            throw new ArgumentOutOfRangeException(nameof(length));
        }

        (_file, _start, Length) = (file, start, length);
    }

    public override long Length { get; }

    public override (CheckpointFile File, long Start)? InFile => (_file, _start);

    public override void Read(long at, Span<byte> destination) => _file.Read(_start + at, destination);
}

/// <summary>Bytes in memory.</summary>
internal sealed class HeldBytes(ReadOnlyMemory<byte> bytes) : TensorBytes
{
    public override long Length => bytes.Length;

    public override void Read(long at, Span<byte> destination) => bytes.Span.Slice((int)at, destination.Length).CopyTo(destination);
}
