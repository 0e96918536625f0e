using System.IO.Compression;

namespace MySpinBot.Storage.Graphs.Deltas;

/// <summary>A document as it is stored: compressed as it is, or as its difference from an earlier revision.</summary>
/// <param name="Base">The number of the revision that it differs from; null where it stands alone.</param>
/// <param name="Body">The bytes.</param>
internal sealed record PackedDocument(long? Base, byte[] Body)
{
    // Beyond this the difference may be no better than the document, and both are tried.
    private const int SmallShare = 16;

    /// <summary>The revision that a revision is stored as a difference from: its number, counted from 0, without the lowest bit that is set.
    /// So each is reached from the first over at most as many others as the number has bits, and each change is written down about as often.</summary>
    public static long? BaseOf(long number) => number <= 1 ? null : ((number - 1) & (number - 2)) + 1;

    /// <summary>Packs a document that stands alone.</summary>
    public static PackedDocument Pack(ReadOnlySpan<byte> document) => new(null, Press(document));

    /// <summary>Packs a document, as a difference where that is much shorter.</summary>
    /// <param name="document">The document.</param>
    /// <param name="number">Its revision, from 2.</param>
    /// <param name="before">The document of <see cref="BaseOf"/>.</param>
    public static PackedDocument Pack(ReadOnlySpan<byte> document, long number, ReadOnlySpan<byte> before)
    {
        var delta = DocumentDelta.Between(before, document);
        var difference = new PackedDocument(BaseOf(number), Press(delta));
        if (delta.Length <= document.Length / SmallShare)
        {
            return difference;
        }

        var whole = Pack(document);
        return difference.Body.Length < whole.Body.Length / 2 ? difference : whole;
    }

    /// <summary>The document.</summary>
    /// <param name="before">The document that this one differs from; empty where it stands alone.</param>
    /// <param name="length">How long it is.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public byte[] Unpack(ReadOnlySpan<byte> before, int length)
    {
        var bytes = Expand(Base is null ? length : null);
        return Base is null ? bytes : DocumentDelta.Apply(before, bytes, length);
    }

    private static byte[] Press(ReadOnlySpan<byte> bytes)
    {
        var most = BrotliEncoder.GetMaxCompressedLength(bytes.Length);
        var pressed = new byte[sizeof(int) + most];
        BitConverter.TryWriteBytes(pressed, bytes.Length);
        if (!BrotliEncoder.TryCompress(bytes, pressed.AsSpan(sizeof(int)), out var size, quality: 4, window: 22))
        {
            throw new InvalidOperationException($"{bytes.Length} bytes did not fit into {most} compressed ones.");
        }

        return pressed[..(sizeof(int) + size)];
    }

    private byte[] Expand(int? length)
    {
        var size = Body.Length < sizeof(int) ? -1 : BitConverter.ToInt32(Body);
        if (size < 0 || (length is { } wanted && wanted != size))
        {
            throw new InvalidDataException("A stored document does not have the length that it should have.");
        }

        var bytes = new byte[size];
        return BrotliDecoder.TryDecompress(Body.AsSpan(sizeof(int)), bytes, out var filled) && filled == size ? bytes : throw new InvalidDataException("A stored document cannot be read.");
    }
}
