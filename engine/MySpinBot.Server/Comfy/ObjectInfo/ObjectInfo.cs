using System.Buffers;
using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Sdk;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Comfy.ObjectInfo;

/// <summary>A catalog as <c>object_info</c>, written once: bytes, with gaps for the names of files that are there when somebody asks.</summary>
internal sealed class ObjectInfo
{
    private const int GapLength = 2;

    private readonly byte[] _text;
    private readonly Gap[] _gaps;
    private readonly FrozenDictionary<string, Range> _nodes;

    /// <summary>Writes a catalog.</summary>
    public ObjectInfo(CatalogMessage catalog)
    {
        var buffer = new ArrayBufferWriter<byte>(catalog.Nodes.Count * 2048 + 64);
        var (gaps, folders, nodes) = (new List<Gap>(), new List<FileChoice>(), new Dictionary<string, Range>());
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        writer.WriteStartObject();
        foreach (var node in catalog.Nodes)
        {
            // Of two nodes with one name the first counts, as in the catalog.
            if (nodes.ContainsKey(node.Descriptor.ClassType))
            {
                continue;
            }

            writer.WritePropertyName(node.Descriptor.ClassType);
            writer.Flush();
            var start = buffer.WrittenCount;
            NodeInfo.Write(writer, node, WriteGap);
            writer.Flush();
            nodes.Add(node.Descriptor.ClassType, start..buffer.WrittenCount);
        }

        writer.WriteEndObject();
        writer.Flush();
        _text = buffer.WrittenSpan.ToArray();
        _gaps = [.. gaps];
        _nodes = nodes.ToFrozenDictionary(StringComparer.Ordinal);
        Choices = folders;

        void WriteGap(InputDescriptor input)
        {
            var choice = new FileChoice(input.FileFolder!, input.FileExtensions);
            var known = folders.FindIndex(choice.Equals);
            if (known < 0)
            {
                (known, _) = (folders.Count, 0);
                folders.Add(choice);
            }

            writer.WriteRawValue("[]"u8, skipInputValidation: true);
            writer.Flush();
            gaps.Add(new Gap(buffer.WrittenCount - GapLength, known));
        }
    }

    /// <summary>The lists of files that fill the gaps.</summary>
    public IReadOnlyList<FileChoice> Choices { get; }

    /// <summary>The whole catalog.</summary>
    /// <param name="lists">A list for each of <see cref="Choices"/>.</param>
    public byte[] Whole(IReadOnlyList<FileList> lists) => Filled(.., lists, []);

    /// <summary>One node as an object with its name; an empty object where there is no such node.</summary>
    public byte[] One(string name, IReadOnlyList<FileList> lists)
    {
        if (!_nodes.TryGetValue(name, out var range))
        {
            return "{}"u8.ToArray();
        }

        var key = JsonSerializer.SerializeToUtf8Bytes(name);
        return Filled(range, lists, key);
    }

    private byte[] Filled(Range range, IReadOnlyList<FileList> lists, ReadOnlySpan<byte> key)
    {
        var (start, length) = range.GetOffsetAndLength(_text.Length);
        var (first, last) = (FirstGap(start), FirstGap(start + length));
        var size = length + (key.IsEmpty ? 0 : key.Length + 3);
        for (var i = first; i < last; i++)
        {
            size += lists[_gaps[i].Choice].Json.Length - GapLength;
        }

        var filled = new byte[size];
        var (at, from) = (0, start);
        if (!key.IsEmpty)
        {
            filled[at++] = (byte)'{';
            key.CopyTo(filled.AsSpan(at));
            at += key.Length;
            filled[at++] = (byte)':';
            filled[^1] = (byte)'}';
        }

        for (var i = first; i < last; i++)
        {
            var gap = _gaps[i];
            Copy(_text.AsSpan(from, gap.At - from));
            Copy(lists[gap.Choice].Json.Span);
            from = gap.At + GapLength;
        }

        Copy(_text.AsSpan(from, start + length - from));
        return filled;

        void Copy(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(filled.AsSpan(at));
            at += bytes.Length;
        }
    }

    private int FirstGap(int position)
    {
        var (low, high) = (0, _gaps.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _gaps[middle].At < position ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private readonly record struct Gap(int At, int Choice);
}
