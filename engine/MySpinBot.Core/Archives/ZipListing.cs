using System.Collections.Immutable;
using System.Text;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Sentences;
using static MySpinBot.Core.Archives.ZipDirectory;

namespace MySpinBot.Core.Archives;

/// <summary>Reads the entries of a zip file's list, and gathers all that is wrong with them.</summary>
internal sealed class ZipListing(ArchiveLimits limits, long directoryAt)
{
    private const int MostProblems = 100;
    private const long SmallFile = 1 << 20;
    private const int Kind = 0xF000;
    private const int PlainKind = 0x8000;
    private const int FolderKind = 0x4000;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<ZipEntry> _entries = [];
    private readonly List<GraphProblem> _problems = [];
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    public ImmutableArray<ZipEntry> Entries => [.. _entries];

    public ImmutableArray<GraphProblem> Problems => [.. _problems.Take(MostProblems)];

    /// <exception cref="InvalidDataException">The list cannot be read at all.</exception>
    public void Read(ReadOnlySpan<byte> list, int count)
    {
        for (var i = 0; i < count; i++)
        {
            list = list[Take(list)..];
        }

        if (!list.IsEmpty)
        {
            throw Bad("its list has more than the files that it counts.");
        }

        CheckPlaces();
        var total = _entries.Sum(entry => entry.Length);
        if (total > limits.Bytes)
        {
            Say($"it unpacks to {total} bytes; at most {limits.Bytes} are taken.");
        }
    }

    private int Take(ReadOnlySpan<byte> list)
    {
        if (list.Length < ZipLayout.DirectorySize || Four(list, 0) != ZipLayout.DirectorySignature)
        {
            throw Bad("its list of files is damaged.");
        }

        var (nameLength, extraLength) = (Two(list, 28), Two(list, 30));
        var size = ZipLayout.DirectorySize + nameLength + extraLength + Two(list, 32);
        if (list.Length < size)
        {
            throw Bad("its list of files is damaged.");
        }

        var fields = list[..ZipLayout.DirectorySize];
        var (packed, length, at) = Sizes(fields, list.Slice(ZipLayout.DirectorySize + nameLength, extraLength));
        var isUtf8 = (Two(fields, 8) & ZipLayout.Utf8) != 0;
        if (NameOf(list.Slice(ZipLayout.DirectorySize, nameLength), isUtf8) is { } name && Fits(name, fields, packed, length, at) && !name.EndsWith('/'))
        {
            _entries.Add(new ZipEntry(name, length) { Packed = packed, At = at, Method = Two(fields, 10), Crc = Four(fields, 16) });
        }

        return size;
    }

    private static (long Packed, long Length, long At) Sizes(ReadOnlySpan<byte> fields, ReadOnlySpan<byte> extra)
    {
        var (packed, length, at) = ((long)Four(fields, 20), (long)Four(fields, 24), (long)Four(fields, 42));
        if (length == ZipLayout.Elsewhere || packed == ZipLayout.Elsewhere || at == ZipLayout.Elsewhere)
        {
            var wide = Wide(extra);
            length = length == ZipLayout.Elsewhere ? Next(ref wide) : length;
            packed = packed == ZipLayout.Elsewhere ? Next(ref wide) : packed;
            at = at == ZipLayout.Elsewhere ? Next(ref wide) : at;
        }

        return packed >= 0 && length >= 0 && at >= 0 ? (packed, length, at) : throw Bad("its list has a number below 0.");
    }

    private static long Next(ref ReadOnlySpan<byte> wide)
    {
        if (wide.Length < sizeof(long))
        {
            throw Bad("its list leaves out a number that it promises.");
        }

        var value = Eight(wide, 0);
        wide = wide[sizeof(long)..];
        return value;
    }

    private static ReadOnlySpan<byte> Wide(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            var (id, size) = (Two(extra, 0), Two(extra, 2));
            if (size > extra.Length - 4)
            {
                break;
            }

            if (id == ZipLayout.Extra64)
            {
                return extra.Slice(4, size);
            }

            extra = extra[(4 + size)..];
        }

        return default;
    }

    private string? NameOf(ReadOnlySpan<byte> bytes, bool isUtf8)
    {
        if (bytes.IsEmpty || bytes.Length > limits.NameBytes)
        {
            Say(bytes.IsEmpty ? "one of its files has no name." : $"one of its files has a name of {bytes.Length} bytes; it may have {limits.NameBytes}.");
            return null;
        }

        try
        {
            // What is not said to be UTF-8 is in nobody knows which code; ASCII is the same in all.
            var name = Strict.GetString(bytes);
            if (isUtf8 || Ascii.IsValid(bytes))
            {
                return name;
            }
        }
        catch (DecoderFallbackException)
        {
            // Said below: neither is text.
        }

        Say($"the name of one of its files ({Shown.Name(Encoding.Latin1.GetString(bytes))}) is not UTF-8, or not said to be.");
        return null;
    }

    private bool Fits(string name, ReadOnlySpan<byte> fields, long packed, long length, long at)
    {
        var (before, mode) = (_problems.Count, (int)(Four(fields, 38) >> 16) & Kind);
        var shown = Shown.Name(name);
        if (WrongPath(name) is { } wrong)
        {
            Say($"its file {shown} {wrong}");
        }

        if (mode is not (0 or PlainKind) && !(mode == FolderKind && name.EndsWith('/')))
        {
            Say($"its file {shown} is a link or another special file; only plain files are taken.");
        }

        if (!_names.Add(name.TrimEnd('/')))
        {
            Say($"it has two files of the name {shown}.");
        }

        if ((Two(fields, 8) & ZipLayout.Encrypted) != 0)
        {
            Say($"its file {shown} is encrypted.");
        }

        var method = Two(fields, 10);
        if (method is not (ZipLayout.Stored or ZipLayout.Deflated) || (method == ZipLayout.Stored && packed != length))
        {
            Say($"its file {shown} is packed in a way that is not read here; store it or deflate it.");
        }
        else if (length > SmallFile && length / limits.Ratio > packed)
        {
            Say($"its file {shown} unpacks to {length} bytes from {packed}; at most {limits.Ratio} times as many are taken.");
        }

        if (name.EndsWith('/') && length > 0)
        {
            Say($"its folder {shown} has bytes of its own.");
        }

        if (at > directoryAt - ZipLayout.LocalSize - packed)
        {
            Say($"its file {shown} lies outside of it.");
        }

        return _problems.Count == before;
    }

    private static string? WrongPath(string name)
    {
        if (name.Any(char.IsControl))
        {
            return "has a control character in its name.";
        }

        if (name[0] == '/' || (name.Length > 1 && name[1] == ':'))
        {
            return "has an absolute path.";
        }

        if (name.Contains('\\', StringComparison.Ordinal))
        {
            return "has a backslash in its name; folders are separated by '/'.";
        }

        return name.TrimEnd('/').Split('/').Any(part => part is "" or "." or "..") ? "has a path with '.', '..' or nothing between slashes, and might leave its place." : null;
    }

    /// <summary>Files that share bytes are how a small archive unpacks to a large one.</summary>
    private void CheckPlaces()
    {
        _entries.Sort((one, other) => one.At.CompareTo(other.At));
        for (var i = 0; i < _entries.Count; i++)
        {
            var until = i + 1 < _entries.Count ? _entries[i + 1].At : directoryAt;
            if (_entries[i].At + ZipLayout.LocalSize + _entries[i].Packed > until)
            {
                Say($"its file {Shown.Name(_entries[i].Name)} lies over another.");
            }

            _entries[i] = _entries[i] with { Until = until };
        }
    }

    private void Say(string why)
    {
        if (_problems.Count < MostProblems)
        {
            _problems.Add(new GraphProblem(ProblemCodes.BadArchive, null, null, $"The archive is not taken: {why}"));
        }
    }
}
