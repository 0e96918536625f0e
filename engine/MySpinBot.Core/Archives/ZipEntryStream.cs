using System.IO.Compression;

namespace MySpinBot.Core.Archives;

/// <summary>A file's bytes out of a zip file: no more than were promised ever come, and at the end there were as many, with their checksum.</summary>
internal sealed class ZipEntryStream : Stream
{
    private readonly ZipEntry _entry;
    private readonly Stream _bytes;
    private long _come;
    private uint _crc;

    public ZipEntryStream(Stream archive, ZipEntry entry, long start)
    {
        _entry = entry;
        var packed = new Part(archive, start, entry.Packed);
        _bytes = entry.Method == ZipLayout.Deflated ? new DeflateStream(packed, CompressionMode.Decompress) : packed;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _entry.Length;

    public override long Position { get => _come; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        int read;
        try
        {
            // Where all has come, one byte is asked for: there must be none.
            read = _come < _entry.Length ? _bytes.Read(buffer[..(int)Math.Min(buffer.Length, _entry.Length - _come)]) : _bytes.ReadByte() < 0 ? 0 : throw Bad("has more bytes than its list says");
        }
        catch (InvalidDataException fault) when (!fault.Message.StartsWith("The archive", StringComparison.Ordinal))
        {
            throw Bad("is damaged");
        }

        _crc = Crc32.Of(_crc, buffer[..read]);
        _come += read;
        return read > 0 ? read
            : _come < _entry.Length ? throw Bad("has fewer bytes than its list says")
            : _crc != _entry.Crc ? throw Bad("is damaged: its checksum is another")
            : 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    // The archive is a file on this machine, or in memory.
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : ValueTask.FromResult(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _bytes.Dispose();
        base.Dispose(disposing);
    }

    private InvalidDataException Bad(string what) => ZipDirectory.Bad($"its file '{_entry.Name}' {what}.");

    /// <summary>A part of a stream that others read parts of, too, one after the other.</summary>
    private sealed class Part(Stream whole, long start, long length) : Stream
    {
        private long _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get => _at; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            whole.Position = start + _at;
            var read = whole.Read(buffer[..(int)Math.Min(buffer.Length, length - _at)]);
            _at += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
