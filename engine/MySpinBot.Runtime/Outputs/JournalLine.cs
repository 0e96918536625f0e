using System.Text.Json;
using MySpinBot.Core.Messages;
using MySpinBot.Runtime.Files;

namespace MySpinBot.Runtime.Outputs;

/// <summary>A line of an <see cref="OutputJournal"/>: what happened to a claim's name.</summary>
/// <param name="Node">The claim's node.</param>
/// <param name="Call">Its call.</param>
/// <param name="Prefix">Its prefix.</param>
/// <param name="Extension">Its extension.</param>
/// <param name="Order">Its order.</param>
/// <param name="Name">The name, relative to the output folder; null where the claim has given it back.</param>
/// <param name="Mark">What the file looks like that is about to get the name; null where the name is only reserved.</param>
internal sealed record JournalLine(string Node, int Call, string Prefix, string Extension, int Order, string? Name, FileMark? Mark)
{
    public static byte[] Of(OutputClaim claim, string? name, FileMark? mark)
        => [.. JsonSerializer.SerializeToUtf8Bytes(new JournalLine(claim.NodeId, claim.Call, claim.Prefix, claim.Extension, claim.Order, name, mark), MessageJson.Options), (byte)'\n'];

    /// <summary>Null for what is no line: the last one of a process that died while it wrote.</summary>
    public static JournalLine? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<JournalLine>(line, MessageJson.Options) is { Node: not null, Prefix: not null, Extension: not null } read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public OutputClaim Claim() => new(Node, Call, Prefix, Extension, Order);
}

/// <summary>By what a file is known again: device and inode may change from one start of a machine to the next, its length and the moment of its last byte do not.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Modified">When it was written last, in nanoseconds since 1970.</param>
internal sealed record FileMark(long Length, long Modified)
{
    /// <summary>The mark of what stands at a path; null where no file does.</summary>
    public static FileMark? Of(string path) => FileStamp.Of(path) is { Kind: FileKind.File } stamp ? new FileMark(stamp.Length, stamp.Modified) : null;
}
