using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace MySpinBot.Core.Archives;

/// <summary>Writes a zip file whose length is known before its first byte: entries are stored as they are (pictures and films do not shrink), each header is complete, and only numbers that
/// need it have 64 bits. The same items give the same bytes. Memory is a buffer, whatever the files' sizes.</summary>
public static class ZipWriter
{
    private const int Window = 128 << 10;

    // File, readable by all: S_IFREG | 0644.
    private const uint PlainFile = 0x81A4u << 16;

    /// <summary>How many bytes the file will have.</summary>
    public static long LengthOf(IReadOnlyList<ZipItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        var (local, directory) = (0L, 0L);
        foreach (var item in items)
        {
            directory += Directory(item, local).Length;
            local += Local(item).Length + item.Length;
        }

        return local + directory + End(items.Count, local, directory).Length;
    }

    /// <summary>Writes the file.</summary>
    /// <exception cref="EndOfStreamException">A file has other than the bytes that it was said to have: what was written is to be thrown away.</exception>
    public static async Task WriteAsync(Stream output, IReadOnlyList<ZipItem> items, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(items);
        var at = 0L;
        var directory = new ArrayBufferWriter<byte>();
        foreach (var item in items)
        {
            directory.Write(Directory(item, at));
            var header = Local(item);
            await output.WriteAsync(header, cancellation);
            await CopyAsync(item, output, cancellation);
            at += header.Length + item.Length;
        }

        await output.WriteAsync(directory.WrittenMemory, cancellation);
        await output.WriteAsync(End(items.Count, at, directory.WrittenCount), cancellation);
    }

    private static async Task CopyAsync(ZipItem item, Stream output, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Window);
        try
        {
            await using var input = item.Open();
            var (left, crc) = (item.Length, 0u);
            for (int read; left > 0 && (read = await input.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellation)) > 0; left -= read)
            {
                crc = Crc32.Of(crc, buffer.AsSpan(0, read));
                await output.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }

            if (left > 0 || crc != item.Crc)
            {
                throw new EndOfStreamException($"The file for '{item.Name}' was changed while it was being packed.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Local(ZipItem item)
    {
        var name = Encoding.UTF8.GetBytes(item.Name);
        var isLarge = item.Length >= ZipLayout.Elsewhere;
        var bytes = new byte[ZipLayout.LocalSize + name.Length + (isLarge ? 20 : 0)];
        var fields = new FieldWriter(bytes);
        fields.Four(ZipLayout.LocalSignature);
        Common(ref fields, item, isLarge);
        fields.Two((ushort)name.Length);
        fields.Two((ushort)(isLarge ? 20 : 0));
        fields.Bytes(name);
        if (isLarge)
        {
            fields.Two(ZipLayout.Extra64);
            fields.Two(16);
            fields.Eight(item.Length);
            fields.Eight(item.Length);
        }

        return bytes;
    }

    private static byte[] Directory(ZipItem item, long at)
    {
        var name = Encoding.UTF8.GetBytes(item.Name);
        var (isLarge, isFar) = (item.Length >= ZipLayout.Elsewhere, at >= ZipLayout.Elsewhere);
        var inExtra = (isLarge ? 16 : 0) + (isFar ? 8 : 0);
        var extra = inExtra == 0 ? 0 : inExtra + 4;
        var bytes = new byte[ZipLayout.DirectorySize + name.Length + extra];
        var fields = new FieldWriter(bytes);
        fields.Four(ZipLayout.DirectorySignature);
        fields.Two(ZipLayout.MadeByUnix);
        Common(ref fields, item, isLarge || isFar);
        fields.Two((ushort)name.Length);
        fields.Two((ushort)extra);
        fields.Two(0); // comment
        fields.Two(0); // disk
        fields.Two(0); // internal attributes
        fields.Four(PlainFile);
        fields.Four(isFar ? ZipLayout.Elsewhere : (uint)at);
        fields.Bytes(name);
        if (extra > 0)
        {
            fields.Two(ZipLayout.Extra64);
            fields.Two((ushort)inExtra);
            if (isLarge)
            {
                fields.Eight(item.Length);
                fields.Eight(item.Length);
            }

            if (isFar)
            {
                fields.Eight(at);
            }
        }

        return bytes;
    }

    private static void Common(ref FieldWriter fields, ZipItem item, bool needs64)
    {
        var size = item.Length >= ZipLayout.Elsewhere ? ZipLayout.Elsewhere : (uint)item.Length;
        fields.Two(needs64 ? ZipLayout.Version64 : (ushort)20);
        fields.Two(ZipLayout.Utf8);
        fields.Two(ZipLayout.Stored);
        fields.Two(0); // time
        fields.Two(ZipLayout.Date);
        fields.Four(item.Crc);
        fields.Four(size);
        fields.Four(size);
    }

    private static byte[] End(int count, long directoryAt, long directorySize)
    {
        var is64 = count >= ushort.MaxValue || directoryAt >= ZipLayout.Elsewhere || directorySize >= ZipLayout.Elsewhere;
        var bytes = new byte[ZipLayout.EndSize + (is64 ? ZipLayout.End64Size + ZipLayout.Locator64Size : 0)];
        var fields = new FieldWriter(bytes);
        if (is64)
        {
            fields.Four(ZipLayout.End64Signature);
            fields.Eight(ZipLayout.End64Size - 12);
            fields.Two(ZipLayout.MadeByUnix);
            fields.Two(ZipLayout.Version64);
            fields.Eight(0); // disks
            fields.Eight(count);
            fields.Eight(count);
            fields.Eight(directorySize);
            fields.Eight(directoryAt);
            fields.Four(ZipLayout.Locator64Signature);
            fields.Four(0);
            fields.Eight(directoryAt + directorySize);
            fields.Four(1);
        }

        fields.Four(ZipLayout.EndSignature);
        fields.Four(0); // disks
        fields.Two((ushort)Math.Min(count, ushort.MaxValue));
        fields.Two((ushort)Math.Min(count, ushort.MaxValue));
        fields.Four((uint)Math.Min(directorySize, ZipLayout.Elsewhere));
        fields.Four((uint)Math.Min(directoryAt, ZipLayout.Elsewhere));
        fields.Two(0); // comment
        return bytes;
    }

    private ref struct FieldWriter(Span<byte> bytes)
    {
        private Span<byte> _rest = bytes;

        public void Two(ushort value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_rest, value);
            _rest = _rest[2..];
        }

        public void Four(uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_rest, value);
            _rest = _rest[4..];
        }

        public void Eight(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_rest, value);
            _rest = _rest[8..];
        }

        public void Bytes(ReadOnlySpan<byte> value)
        {
            value.CopyTo(_rest);
            _rest = _rest[value.Length..];
        }
    }
}
