using System.Buffers.Binary;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>Files by content. The identity is the content id alone: the same bytes under another name are the same value. Length and path are stored after it,
/// so that a reader finds the file; of several paths the last one that was put counts.</summary>
internal sealed class FileCodec() : ValueCodec("file-1")
{
    public override int? IdentityLength => ContentId.Size;

    public override void Encode(object? value, Stream output)
    {
        var file = (FileReference)value!;
        Span<byte> bytes = stackalloc byte[ContentId.Size + sizeof(long)];
        file.Id.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[ContentId.Size..], file.Length);
        output.Write(bytes);
        TextCodec.Write(file.Path, output);
    }

    public override object? Decode(Stream input, long length)
    {
        Span<byte> bytes = stackalloc byte[ContentId.Size + sizeof(long)];
        input.ReadExactly(bytes);
        var path = TextCodec.Read(input, length - bytes.Length);
        return new FileReference(path, new ContentId(bytes[..ContentId.Size]), BinaryPrimitives.ReadInt64LittleEndian(bytes[ContentId.Size..]));
    }
}
