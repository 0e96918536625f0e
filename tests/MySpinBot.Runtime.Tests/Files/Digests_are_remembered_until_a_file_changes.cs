using MySpinBot.Runtime.Artifacts;
using MySpinBot.Runtime.Files;
using MySpinBot.Runtime.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Files;

public sealed class Digests_are_remembered_until_a_file_changes : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Offset _later = new(TimeSpan.FromMinutes(1));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Also_after_a_restart()
    {
        var path = _folder.Write("in/a.txt", "hello");
        var expected = TreeHash.Of("hello"u8.ToArray());
        await using (var log = new Opened(_folder, _later))
        {
            (await log.Digests.DigestAsync(path, default)).ShouldBe(new FileReference(path, expected, 5));
        }

        await using var again = new Opened(_folder, _later);
        IsRemembered(again.Log, path).ShouldBeTrue();
        (await again.Digests.DigestAsync(path, default)).Id.ShouldBe(expected);
        File.WriteAllText(path, "other");
        (await again.Digests.DigestAsync(path, default)).Id.ShouldBe(TreeHash.Of("other"u8.ToArray()));
    }

    [Fact]
    public async Task A_file_that_was_written_a_moment_ago_is_hashed_again_each_time()
    {
        var path = _folder.Write("in/a.txt", "hello");
        await using var log = new Opened(_folder, TimeProvider.System);
        await log.Digests.DigestAsync(path, default);
        IsRemembered(log.Log, path).ShouldBeFalse();
    }

    [Fact]
    public async Task Times_that_were_set_back_do_not_deceive()
    {
        var path = _folder.Write("in/a.txt", "hello");
        await using var log = new Opened(_folder, _later);
        await log.Digests.DigestAsync(path, default);
        var time = File.GetLastWriteTimeUtc(path);
        File.WriteAllText(path, "jello");
        File.SetLastWriteTimeUtc(path, time);
        (await log.Digests.DigestAsync(path, default)).Id.ShouldBe(TreeHash.Of("jello"u8.ToArray()));
    }

    [Fact]
    public async Task A_missing_file_is_said_and_hashing_can_be_cancelled()
    {
        await using var log = new Opened(_folder, _later);
        (await Should.ThrowAsync<NodeFailure>(async () => await log.Digests.DigestAsync(_folder.Sub("none"), default))).Message.ShouldContain("does not exist");
        var path = _folder.Sub("large");
        await File.WriteAllBytesAsync(path, new byte[5 << 20]);
        await Should.ThrowAsync<OperationCanceledException>(async () => await log.Digests.DigestAsync(path, new CancellationToken(true)));
    }

    private static bool IsRemembered(TraceLog log, string path)
    {
        var stamp = FileStamp.Of(path);
        stamp.Inode.ShouldNotBe(0ul);
        return log.FindDigest(ContentId.Of(System.Runtime.InteropServices.MemoryMarshal.AsBytes<ulong>([stamp.Device, stamp.Inode]))) is not null;
    }

    private sealed class Opened : IAsyncDisposable
    {
        public Opened(TemporaryFolder folder, TimeProvider time)
        {
            Directory.CreateDirectory(folder.Sub("cache"));
            Log = TraceLog.Open(folder.Sub("cache"), time, report => Assert.Fail(report));
            Digests = new FileDigests(Log, time);
        }

        public TraceLog Log { get; }

        public FileDigests Digests { get; }

        public ValueTask DisposeAsync()
        {
            Log.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Offset(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
