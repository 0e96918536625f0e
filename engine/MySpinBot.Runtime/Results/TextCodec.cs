using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace MySpinBot.Runtime.Results;

/// <summary>Text: a byte for the encoding, then UTF-8, or UTF-16 where the text has lone surrogates, which UTF-8 cannot carry.</summary>
internal sealed class TextCodec() : ValueCodec("text-1")
{
    private const byte Utf8 = 0;
    private const byte Utf16 = 1;

    public override void Encode(object? value, Stream output) => Write((string)value!, output);

    public override object? Decode(Stream input, long length) => Read(input, length);

    public override long SizeOf(object? value, long encoded) => (((string)value!).Length * 2L) + 64;

    /// <summary>Writes a text to the end of the stream.</summary>
    internal static void Write(string text, Stream output)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(checked((text.Length * 3) + 1));
        var state = System.Text.Unicode.Utf8.FromUtf16(text, buffer.AsSpan(1), out _, out var written, replaceInvalidSequences: false);
        buffer[0] = Utf8;
        if (state == OperationStatus.Done)
        {
            output.Write(buffer.AsSpan(0, written + 1));
        }
        else
        {
            output.WriteByte(Utf16);
            output.Write(MemoryMarshal.AsBytes(text.AsSpan()));
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Reads a text that takes the rest of the stream.</summary>
    /// <param name="input">The bytes.</param>
    /// <param name="length">How many they are, the encoding's byte among them.</param>
    internal static string Read(Stream input, long length)
    {
        var form = input.ReadByte();
        var bytes = new byte[checked((int)Math.Max(0, length - 1))];
        input.ReadExactly(bytes);
        return form switch
        {
            Utf8 => Encoding.UTF8.GetString(bytes),
            Utf16 => new string(MemoryMarshal.Cast<byte, char>(bytes)),
            _ => throw new InvalidDataException("The text is in an encoding that is not known."),
        };
    }
}

/// <summary>A block's message, or none.</summary>
internal sealed class BlockedCodec() : ValueCodec("blocked-1")
{
    public override void Encode(object? value, Stream output)
    {
        if (((Sdk.Blocked)value!).Message is { } message)
        {
            TextCodec.Write(message, output);
        }
    }

    public override object? Decode(Stream input, long length) => new Sdk.Blocked(length == 0 ? null : TextCodec.Read(input, length));
}
