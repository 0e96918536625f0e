using System.IO.Compression;
using System.Text;
using MySpinBot.Core.Archives;
using MySpinBot.Core.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Tests.Archives;

public sealed class Archives_are_packed
{
    [Fact]
    public async Task So_that_others_can_read_them()
    {
        var bytes = await PackAsync(ZipItem.Of("graph.json", "{}"u8.ToArray()), ZipItem.Of("inputs/größe.txt", Encoding.UTF8.GetBytes("hello")), ZipItem.Of("empty", default));

        using var others = new ZipArchive(new MemoryStream(bytes));
        others.Entries.Select(entry => entry.FullName).ShouldBe(["graph.json", "inputs/größe.txt", "empty"]);
        using var reader = new StreamReader(others.Entries[1].Open());
        (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldBe("hello");
        others.Entries[0].LastWriteTime.Year.ShouldBe(1980);
    }

    [Fact]
    public async Task The_same_as_the_same_bytes_and_as_many_as_were_promised()
    {
        ZipItem[] items = [.. Enumerable.Range(0, 50).Select(i => ZipItem.Of($"file {i}", new byte[i * 100]))];

        var bytes = await PackAsync(items);

        (await PackAsync(items)).ShouldBe(bytes);
        ZipWriter.LengthOf(items).ShouldBe(bytes.Length);
    }

    [Fact]
    public async Task And_read_again()
    {
        var bytes = await PackAsync(ZipItem.Of("a/b.txt", "hello"u8.ToArray()), ZipItem.Of("c", new byte[300_000]));

        var read = ZipDirectory.Read(new MemoryStream(bytes), new ArchiveLimits());

        read.Problems.ShouldBeEmpty();
        read.Entries.Select(entry => (entry.Name, entry.Length)).ShouldBe([("a/b.txt", 5), ("c", 300_000)]);
        (await read.ReadAsync(read.Find("a/b.txt")!, 10, TestContext.Current.CancellationToken)).ToArray().ShouldBe("hello"u8.ToArray());
        (await read.ReadAsync(read.Find("c")!, 300_000, TestContext.Current.CancellationToken)).Length.ShouldBe(300_000);
    }

    [Fact]
    public async Task With_numbers_of_64_bits_where_a_file_is_that_large()
    {
        const long large = (4L << 30) + 3;
        const uint checksumOfSoManyZeros = 0x2144DF1C;
        ZipItem[] items = [new("large", large, checksumOfSoManyZeros, () => new Zeros(large)), ZipItem.Of("behind", "hello"u8.ToArray())];
        await using var sparse = new SparseFile();

        await ZipWriter.WriteAsync(sparse, items, TestContext.Current.CancellationToken);

        sparse.Length.ShouldBe(ZipWriter.LengthOf(items));
        var read = ZipDirectory.Read(sparse, new ArchiveLimits { Bytes = 6L << 30 });
        read.Problems.ShouldBeEmpty();
        read.Entries.Select(entry => (entry.Name, entry.Length)).ShouldBe([("large", large), ("behind", 5)]);
        (await read.ReadAsync(read.Find("behind")!, 10, TestContext.Current.CancellationToken)).ToArray().ShouldBe("hello"u8.ToArray());
        using var others = new ZipArchive(sparse, ZipArchiveMode.Read, leaveOpen: true);
        others.Entries.Select(entry => entry.Length).ShouldBe([large, 5]);
    }

    [Fact]
    public async Task A_file_that_was_changed_meanwhile_is_noticed()
    {
        var item = new ZipItem("a", 5, Crc32.Of(0, "hello"u8), () => new MemoryStream("hallo"u8.ToArray()));

        await Should.ThrowAsync<EndOfStreamException>(() => PackAsync(item));
        await Should.ThrowAsync<EndOfStreamException>(() => PackAsync(item with { Length = 6 }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]
    [InlineData((3 << 20) + 17)]
    public async Task Nothing_goes_by_its_name_alone(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        using var hasher = new ContentHash();
        foreach (var part in bytes.Chunk(70_001))
        {
            hasher.Append(part);
        }

        var id = hasher.Finish();
        (length <= 1 << 20).ShouldBe(id == ContentId.Of(bytes));
        var item = await PackedFile.MeasureAsync("inputs/x", id, length, () => new MemoryStream(bytes), TestContext.Current.CancellationToken);
        item.ShouldNotBeNull().Crc.ShouldBe(Crc32.Of(0, bytes));
        (await PackedFile.MeasureAsync("inputs/x", ContentId.Of("other"u8), length, () => new MemoryStream(bytes), TestContext.Current.CancellationToken)).ShouldBeNull();

        var archive = ZipDirectory.Read(new MemoryStream(await PackAsync(item)), new ArchiveLimits());
        var taken = new MemoryStream();
        var file = new ArchivedFile("x", id, length, "inputs/x");
        await PackedFile.UnpackAsync(archive, file, part => taken.WriteAsync(part), TestContext.Current.CancellationToken);
        taken.ToArray().ShouldBe(bytes);
        await Should.ThrowAsync<InvalidDataException>(() => PackedFile.UnpackAsync(archive, file with { Id = ContentId.Of("other"u8) }, _ => default, TestContext.Current.CancellationToken));
        await Should.ThrowAsync<InvalidDataException>(() => PackedFile.UnpackAsync(archive, file with { Entry = "inputs/y" }, _ => default, TestContext.Current.CancellationToken));
    }

    internal static async Task<byte[]> PackAsync(params ZipItem[] items)
    {
        var output = new MemoryStream();
        await ZipWriter.WriteAsync(output, items, TestContext.Current.CancellationToken);
        return output.ToArray();
    }

    private sealed class Zeros(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, _left);
            Array.Clear(buffer, offset, read);
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>Remembers what is not zero; so a file of gigabytes costs no disk.</summary>
    private sealed class SparseFile : Stream
    {
        private readonly SortedDictionary<long, byte[]> _parts = [];
        private long _length;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position { get; set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (buffer.ContainsAnyExcept((byte)0))
            {
                _parts[Position] = buffer.ToArray();
            }

            Position += buffer.Length;
            _length = Math.Max(_length, Position);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Write(buffer.AsSpan(offset, count));
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return default;
        }

        public override int Read(Span<byte> buffer)
        {
            var read = (int)Math.Min(buffer.Length, _length - Position);
            buffer = buffer[..read];
            buffer.Clear();
            foreach (var (at, bytes) in _parts)
            {
                var (from, to) = (Math.Max(at, Position), Math.Min(at + bytes.Length, Position + read));
                if (from < to)
                {
                    bytes.AsSpan((int)(from - at), (int)(to - from)).CopyTo(buffer[(int)(from - Position)..]);
                }
            }

            Position += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override long Seek(long offset, SeekOrigin origin) => Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => _length + offset };

        public override void SetLength(long value) => _length = value;

        public override void Flush()
        {
        }
    }
}
