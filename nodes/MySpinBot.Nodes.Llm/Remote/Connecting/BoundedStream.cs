using MySpinBot.Nodes.Llm.Remote.Failing;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm.Remote.Connecting;

/// <summary>What another server sends, bounded: in all, and in one line, which is what a reader has to keep in memory.</summary>
/// <param name="inner">What comes.</param>
/// <param name="target">Who sends.</param>
/// <param name="most">Bytes in all.</param>
/// <param name="longestLine">Bytes of a line; null where it is not read by lines.</param>
internal sealed class BoundedStream(Stream inner, OutboundTarget target, long most, int? longestLine) : Stream
{
    /// <summary>What an answer may have in all.</summary>
    public const long Answer = 1L << 30;

    /// <summary>What one line of an answer may have.</summary>
    public const int Line = 8 << 20;

    /// <summary>What may come at once: lists of models, vectors.</summary>
    public const long Document = 256L << 20;

    private long _read;
    private long _lineBegan;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException("How much will come is not known.");

    /// <inheritdoc/>
    public override long Position { get => _read; set => throw new NotSupportedException("What came does not come again."); }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Count(buffer.AsSpan(offset, inner.Read(buffer, offset, count)));

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        return Count(buffer.Span[..read]);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("What came does not come again.");

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException("It is read only.");

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read only.");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Count(ReadOnlySpan<byte> bytes)
    {
        var before = _read;
        _read += bytes.Length;
        if (_read > most)
        {
            throw new RemoteFault($"{ServerSaid.Who(target)} sent more than {most >> 20} MiB for one answer; the rest was not read.");
        }

        if (longestLine is { } longest)
        {
            var (first, last) = (bytes.IndexOf((byte)'\n'), bytes.LastIndexOf((byte)'\n'));
            var ended = first < 0 ? _read - _lineBegan : before + first - _lineBegan;
            _lineBegan = last < 0 ? _lineBegan : before + last + 1;
            if (Math.Max(ended, _read - _lineBegan) > longest)
            {
                throw new RemoteFault($"{ServerSaid.Who(target)} sent a line of more than {longest >> 20} MiB, which no piece of an answer needs; the rest was not read.");
            }
        }

        return bytes.Length;
    }
}
