using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using MySpinBot.Core.Archives;
using MySpinBot.Core.Documents;

namespace MySpinBot.Core.Tests.Archives;

public sealed class Archives_from_anywhere
{
    private const int Attributes = 38;

    [Theory]
    [InlineData("../up.txt", "might leave its place")]
    [InlineData("a/../../up.txt", "might leave its place")]
    [InlineData("a//b", "might leave its place")]
    [InlineData("./a", "might leave its place")]
    [InlineData("/etc/passwd", "absolute path")]
    [InlineData("C:/windows", "absolute path")]
    [InlineData("a\\b", "backslash")]
    [InlineData("a\nb", "control character")]
    public void Names_that_leave_their_place_are_refused(string name, string sentence) => Refusal(Zip((name, "x", CompressionLevel.NoCompression))).ShouldContain(sentence);

    [Fact]
    public void Names_that_stand_twice_are_refused()
    {
        Refusal(Zip(("a", "x", default), ("a", "y", default))).ShouldContain("two files of the name 'a'");
        Refusal(Zip(("a", "x", default), ("A", "y", default))).ShouldContain("two files of the name 'A'");
        Refusal(Zip(("a", "x", default), ("a/", "", default))).ShouldContain("two files of the name 'a/'");
    }

    [Theory]
    [InlineData(0xA1FF)]
    [InlineData(0x61FF)]
    [InlineData(0x11FF)]
    [InlineData(0x41FF)]
    public void Links_and_other_special_files_are_refused(int mode)
    {
        var bytes = Zip(("a", "/etc/passwd", CompressionLevel.NoCompression));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(Directory(bytes) + Attributes), (uint)mode << 16);
        Refusal(bytes).ShouldContain("only plain files are taken");
    }

    [Fact]
    public void What_unpacks_to_far_more_than_it_is_is_refused()
    {
        Refusal(Zip(("bomb", new string('0', 8 << 20), CompressionLevel.SmallestSize))).ShouldContain("at most 200 times as many");
        Refusal(Zip(("a", new string('x', 600), CompressionLevel.NoCompression), ("b", new string('y', 600), CompressionLevel.NoCompression)), new ArchiveLimits { Bytes = 1_000 }).ShouldContain("it unpacks to 1200 bytes");
        Refusal(Zip([.. Enumerable.Range(0, 20).Select(i => ($"f{i}", "x", default(CompressionLevel)))]), new ArchiveLimits { Entries = 10 }).ShouldContain("it has 20 files; at most 10");
    }

    [Fact]
    public async Task Sizes_that_lie_are_noticed_while_unpacking()
    {
        var bytes = Zip(("a", new string('a', 5_000) + "end", CompressionLevel.SmallestSize));
        var less = (byte[])bytes.Clone();
        BinaryPrimitives.WriteUInt32LittleEndian(less.AsSpan(Directory(less) + 24), 100);
        var more = (byte[])bytes.Clone();
        BinaryPrimitives.WriteUInt32LittleEndian(more.AsSpan(Directory(more) + 24), 6_000);
        var crc = (byte[])bytes.Clone();
        crc[Directory(crc) + 16] ^= 1;

        (await UnpackedAsync(less)).ShouldContain("more bytes than its list says");
        (await UnpackedAsync(more)).ShouldContain("fewer bytes than its list says");
        (await UnpackedAsync(crc)).ShouldContain("its checksum is another");
    }

    [Fact]
    public void Files_that_share_bytes_are_refused()
    {
        var bytes = Zip(("a", "xxxxxxxxxx", CompressionLevel.NoCompression), ("b", "yyyyyyyyyy", CompressionLevel.NoCompression));
        var second = Directory(bytes) + 46 + 1;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(second + 42), 0);
        Refusal(bytes).ShouldContain("lies over another");
    }

    [Fact]
    public void Names_that_are_no_UTF8_and_files_that_are_encrypted_are_refused()
    {
        var bytes = Zip(("abc", "x", default));
        bytes[Directory(bytes) + 46] = 0xFF;
        Refusal(bytes).ShouldContain("is not UTF-8");
        bytes = Zip(("abc", "x", default));
        bytes[Directory(bytes) + 8] |= 1;
        Refusal(bytes).ShouldContain("is encrypted");
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
        => ZipDirectory.Read(new MemoryStream(Zip(("../a", "x", default), ("/b", "y", default), ("c", "z", default))), new ArchiveLimits()).ShouldSatisfyAllConditions(
            read => read.Entries.ShouldBeEmpty(),
            read => read.Problems.Length.ShouldBe(2),
            read => read.Problems.ShouldAllBe(problem => problem.Code == ProblemCodes.BadArchive));

    [Fact]
    public async Task No_bytes_at_all_make_it_throw_anything_else_or_take_much_memory()
    {
        var random = new Random(3);
        var whole = Zip(("graph.json", "{\"nodes\":{}}", CompressionLevel.SmallestSize), ("inputs/a.txt", new string('a', 3_000), CompressionLevel.SmallestSize), ("b", "xyz", CompressionLevel.NoCompression));
        for (var i = 0; i < 3_000; i++)
        {
            var bytes = (byte[])whole.Clone();
            for (var j = random.Next(1, 6); j > 0; j--)
            {
                bytes[random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length - 1 - random.Next(Math.Min(bytes.Length, 220))] = (byte)(random.Next(3) == 0 ? 0xFF : random.Next(256));
            }

            await UnpackedAsync(random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
        }
    }

    /// <summary>All of an archive, or the sentence that says why not.</summary>
    private static async Task<string> UnpackedAsync(byte[] bytes)
    {
        try
        {
            var read = ZipDirectory.Read(new MemoryStream(bytes), new ArchiveLimits());
            foreach (var entry in read.Entries)
            {
                await read.ReadAsync(entry, 1 << 20, TestContext.Current.CancellationToken);
            }

            return string.Join('\n', read.Problems.Select(problem => problem.Sentence));
        }
        catch (Exception refusal) when (refusal is InvalidDataException or EndOfStreamException)
        {
            return refusal.Message;
        }
    }

    private static string Refusal(byte[] bytes, ArchiveLimits? limits = null)
    {
        var read = ZipDirectory.Read(new MemoryStream(bytes), limits ?? new ArchiveLimits());
        read.Entries.ShouldBeEmpty();
        return read.Problems[0].Sentence;
    }

    private static byte[] Zip(params (string Name, string Text, CompressionLevel Level)[] files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text, level) in files)
            {
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Where the list of files begins.</summary>
    private static int Directory(byte[] bytes) => (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(bytes.Length - 22 + 16));
}
