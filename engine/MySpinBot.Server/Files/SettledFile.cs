namespace MySpinBot.Server.Files;

/// <summary>A file as long as it was when its length was said. One that grows is not sent further than was announced; one that has become shorter breaks the answer off, so that half of it does not look like the whole.</summary>
internal sealed class SettledFile(FileStream file, long length) : Stream
{
    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => Known(await file.ReadAsync(Wanted(buffer), cancellationToken), buffer.Length);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var wanted = Wanted(buffer.AsMemory(offset, count));
        return Known(file.Read(wanted.Span), count);
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => origin == SeekOrigin.End ? file.Seek(length + offset, SeekOrigin.Begin) : file.Seek(offset, origin);

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException("A file that is sent is not written to.");

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A file that is sent is not written to.");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private Memory<byte> Wanted(Memory<byte> buffer) => buffer[..(int)Math.Clamp(length - file.Position, 0, buffer.Length)];

    private int Known(int read, int wanted)
        => read > 0 || wanted == 0 || file.Position >= length ? read : throw new FileShrunkException();
}

/// <summary>A file became shorter while it was sent.</summary>
internal sealed class FileShrunkException() : IOException("The file became shorter while it was sent.");
