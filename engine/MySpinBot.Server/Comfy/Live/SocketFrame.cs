using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using MySpinBot.Server.Comfy.Prompts;

namespace MySpinBot.Server.Comfy.Live;

/// <summary>A message to a socket. Immutable, so that all sockets share its bytes.</summary>
/// <param name="Bytes">What is sent.</param>
/// <param name="IsBinary">Whether it is no text.</param>
internal sealed record SocketFrame(ReadOnlyMemory<byte> Bytes, bool IsBinary = false)
{
    private const uint PreviewKind = 1;
    private const uint TextKind = 3;
    private const uint DescribedPreviewKind = 4;
    private const uint Jpeg = 1;

    /// <summary>A text: <c>{"type": …, "data": {…}}</c>.</summary>
    public static SocketFrame Of<T>(string type, T state, Action<Utf8JsonWriter, T> writeFields) => new(ComfyJson.Bytes((type, state, writeFields), static (writer, what) =>
    {
        writer.WriteStartObject();
        writer.WriteString("type", what.type);
        writer.WriteStartObject("data");
        what.writeFields(writer, what.state);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }));

    /// <summary>How many jobs run or wait.</summary>
    /// <param name="remaining">How many.</param>
    /// <param name="sid">The socket's id, where it is to learn it.</param>
    public static SocketFrame Status(int remaining, string? sid = null) => Of("status", (remaining, sid), static (writer, what) =>
    {
        writer.WriteStartObject("status");
        writer.WriteStartObject("exec_info");
        writer.WriteNumber("queue_remaining", what.remaining);
        writer.WriteEndObject();
        writer.WriteEndObject();
        if (what.sid is not null)
        {
            writer.WriteString("sid", what.sid);
        }
    });

    /// <summary>A picture, for clients that know no better.</summary>
    public static SocketFrame Preview(ReadOnlySpan<byte> jpeg)
    {
        var bytes = new byte[8 + jpeg.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, PreviewKind);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), Jpeg);
        jpeg.CopyTo(bytes.AsSpan(8));
        return new SocketFrame(bytes, IsBinary: true);
    }

    /// <summary>A picture, and which node of which job it is of.</summary>
    public static SocketFrame DescribedPreview(Guid job, string nodeId, string root, string? parent, ReadOnlySpan<byte> jpeg)
    {
        var json = ComfyJson.Bytes((job, nodeId, root, parent), static (writer, what) =>
        {
            writer.WriteStartObject();
            writer.WriteString("node_id", what.nodeId);
            writer.WriteString("prompt_id", PromptIds.Of(what.job));
            writer.WriteString("display_node_id", what.root);
            writer.WriteString("parent_node_id", what.parent);
            writer.WriteString("real_node_id", what.root);
            writer.WriteString("image_type", "image/jpeg");
            writer.WriteEndObject();
        });
        var bytes = new byte[8 + json.Length + jpeg.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, DescribedPreviewKind);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), (uint)json.Length);
        json.CopyTo(bytes.AsSpan(8));
        jpeg.CopyTo(bytes.AsSpan(8 + json.Length));
        return new SocketFrame(bytes, IsBinary: true);
    }

    /// <summary>A line of text that is shown at a node.</summary>
    public static SocketFrame Text(string nodeId, string text)
    {
        var (id, line) = (Encoding.UTF8.GetBytes(nodeId), Encoding.UTF8.GetBytes(text));
        var bytes = new byte[8 + id.Length + line.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, TextKind);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), (uint)id.Length);
        id.CopyTo(bytes.AsSpan(8));
        line.CopyTo(bytes.AsSpan(8 + id.Length));
        return new SocketFrame(bytes, IsBinary: true);
    }
}
