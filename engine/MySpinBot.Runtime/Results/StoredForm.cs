using System.Text;
using MySpinBot.Runtime.Artifacts;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>How a value lies in the store: the codec's name with its length before it, then the codec's bytes. The content id is the hash of both,
/// so a stored value that is large is an ordinary artifact of the same id.</summary>
internal static class StoredForm
{
    /// <summary>Writes a value and says which it is.</summary>
    public static ContentId Write(ValueCodec codec, object? value, Payload payload)
    {
        Span<byte> name = stackalloc byte[byte.MaxValue];
        var length = Encoding.UTF8.GetBytes(codec.Name, name);
        payload.WriteByte((byte)length);
        payload.Write(name[..length]);
        codec.Encode(value, payload);
        return codec.IdentityLength is { } identity ? ContentId.Of(payload.Small[..(1 + length + identity)]) : payload.Hash();
    }

    /// <summary>Reads a value.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or no plugin that is loaded knows their form.</exception>
    public static (ValueCodec Codec, object? Value) Read(ValueCodecs codecs, Stream input, long length)
    {
        Span<byte> name = stackalloc byte[Math.Max(0, input.ReadByte())];
        input.ReadExactly(name);
        var text = Encoding.UTF8.GetString(name);
        var codec = codecs.Named(text) ?? throw new InvalidDataException($"No plugin that is loaded knows the form '{text}'.");
        return (codec, codec.Decode(input, length - 1 - name.Length));
    }

    /// <summary>Whether small bytes are the value of this id.</summary>
    public static bool IsValue(ValueCodecs codecs, ReadOnlySpan<byte> bytes, ContentId id)
    {
        if (bytes.IsEmpty || bytes.Length <= bytes[0])
        {
            return false;
        }

        var header = 1 + bytes[0];
        var identity = codecs.Named(Encoding.UTF8.GetString(bytes[1..header]))?.IdentityLength;
        return (identity is null || header + identity <= bytes.Length) && ContentId.Of(identity is null ? bytes : bytes[..(header + identity.Value)]) == id;
    }
}
