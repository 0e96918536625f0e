using System.IO.Compression;
using MySpinBot.Checkpoints.Files;

namespace MySpinBot.Checkpoints.PyTorch.Zip;

/// <summary>A deflated entry, unpacked while it is read and held nowhere. Reading onwards is cheap; reading back begins anew.</summary>
internal sealed class DeflatedBytes : TensorBytes
{
    // A deflated byte gives at most 258 in two bits, so no honest entry is larger.
    private const long MostRatio = 1032;

    private readonly FileBytes _packed;
    private readonly ZipEntry _entry;
    private readonly CheckpointFile _file;
    private readonly Lock _lock = new();
    private DeflateStream? _stream;
    private long _position;

    public DeflatedBytes(FileBytes packed, ZipEntry entry, CheckpointFile file)
    {
        (_packed, _entry, _file) = (packed, entry, file);
        if (entry.Length > (packed.Length + 16) * MostRatio)
        {
            throw file.Fault($"is a zip archive whose entry '{entry.Name}' states {entry.Length} bytes, which its {packed.Length} packed ones cannot give.");
        }
    }

    public override long Length => _entry.Length;

    public override void Read(long at, Span<byte> destination)
    {
        lock (_lock)
        {
            try
            {
                Seek(at);
                Fill(destination);
            }
            catch (InvalidDataException fault)
            {
                _stream = null;
                throw CheckpointException.Of(_file.Name, $"is a zip archive whose entry '{_entry.Name}' cannot be unpacked: it is damaged.", fault);
            }
        }
    }

    private void Seek(long at)
    {
        if (_stream is null || at < _position)
        {
            (_stream, _position) = (new DeflateStream(new Packed(_packed), CompressionMode.Decompress), 0);
        }

        Span<byte> skipped = stackalloc byte[4096];
        while (_position < at)
        {
            Fill(skipped[..(int)Math.Min(skipped.Length, at - _position)]);
        }
    }

    private void Fill(Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var read = _stream!.Read(destination);
            if (read == 0)
            {
                _stream = null;
                throw _file.Fault($"is a zip archive whose entry '{_entry.Name}' is shorter than it states: it is damaged.");
            }

            destination = destination[read..];
            _position += read;
        }
    }

    private sealed class Packed(FileBytes bytes) : Stream
    {
        private long _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, bytes.Length - _at);
            bytes.Read(_at, buffer[..count]);
            _at += count;
            return count;
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
