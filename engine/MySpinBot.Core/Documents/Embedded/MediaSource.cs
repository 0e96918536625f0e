using System.Buffers.Binary;

namespace MySpinBot.Core.Documents.Embedded;

/// <summary>A file that is walked through piece by piece. Every piece is counted, so no file keeps a reader for ever.</summary>
internal sealed class MediaSource
{
    private readonly Stream _file;
    private readonly EmbeddedLimits _limits;
    private readonly CancellationToken _cancellation;
    private int _pieces;
    private long _work;

    public MediaSource(Stream file, EmbeddedLimits limits, CancellationToken cancellation)
    {
        if (!file.CanSeek)
        {
            throw new ArgumentException("The file is read by seeking in it; copy it to where that can be done.", nameof(file));
        }

        (_file, _limits, _cancellation, Length) = (file, limits, cancellation, file.Length);
        _file.Position = 0;
    }

    /// <summary>All bytes.</summary>
    public long Length { get; }

    /// <summary>Where the next byte is read.</summary>
    public long Position
    {
        get => _file.Position;
        set => _file.Position = Math.Clamp(value, 0, Length);
    }

    /// <summary>How many bytes follow.</summary>
    public long Left => Length - Position;

    /// <summary>Counts a piece.</summary>
    /// <exception cref="TooManyPiecesException">There are too many.</exception>
    public void CountPiece()
    {
        _cancellation.ThrowIfCancellationRequested();
        if (++_pieces > _limits.MaxPieces)
        {
            throw new TooManyPiecesException();
        }
    }

    /// <summary>Whether so many bytes more may be worked through. Once there was too much, nothing more is.</summary>
    public bool MayWork(long bytes) => (_work += bytes) <= _limits.MaxWorkBytes;

    /// <summary>Reads as much as there is.</summary>
    public int ReadUpTo(Span<byte> bytes) => _file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);

    /// <summary>Fills the bytes.</summary>
    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    public void Read(Span<byte> bytes) => _file.ReadExactly(bytes);

    /// <summary>So many bytes, where the file has them and they may be taken; null, and passed over, where not.</summary>
    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    public byte[]? Take(long count)
    {
        if (count < 0 || count > Left)
        {
            throw new EndOfStreamException();
        }

        // What stands beside a text (its name, its header) may come on top.
        if (count > (long)_limits.MaxTextBytes + 4096 || !MayWork(count))
        {
            Position += count;
            return null;
        }

        var bytes = new byte[count];
        Read(bytes);
        return bytes;
    }

    /// <summary>A file within this one, whose bytes were taken already. Its pieces count on their own.</summary>
    public MediaSource Inside(byte[] bytes) => new(new MemoryStream(bytes, writable: false), _limits, _cancellation);

    /// <summary>A number of four bytes.</summary>
    public uint UInt32(bool little = false)
    {
        Span<byte> bytes = stackalloc byte[4];
        Read(bytes);
        return little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}

/// <summary>A file has more pieces than are looked at.</summary>
internal sealed class TooManyPiecesException : Exception;
