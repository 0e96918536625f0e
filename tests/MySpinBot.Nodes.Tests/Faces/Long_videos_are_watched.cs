namespace MySpinBot.Nodes.Tests.Faces;

/// <summary>What measures the memory of the process runs when nothing else does.</summary>
[CollectionDefinition(nameof(Long_videos_are_watched), DisableParallelization = true)]
[Collection(nameof(Long_videos_are_watched))]
public sealed class Long_videos_are_watched
{
    [Fact]
    public async Task Fifteen_thousand_frames_take_no_more_memory_than_three_groups_of_them()
    {
        await using var nodes = FaceFiles.Runner();
        var detector = await nodes.LoadAsync(FaceFiles.UltraFace);
        var (before, most) = (GC.GetTotalMemory(forceFullCollection: true), 0L);

        var watched = await Videos_are_watched.WatchAsync(detector, 160, 120, 15_000, every: 300, (frame, bytes) =>
        {
            bytes.AsSpan().Fill((byte)(100 + Math.Abs((frame / 40 % 100) - 50))); // lighter and darker, slowly
            most = frame % 3_000 == 2_999 ? Math.Max(most, GC.GetTotalMemory(forceFullCollection: true)) : most;
        });

        watched.FrameCount.ShouldBe(15_000);
        watched.Shots.ShouldBe([0L]);
        watched.Seen.Count.ShouldBe(51); // every 300th, and the last
        (most - before).ShouldBeLessThan(40L << 20); // the frames are 864 MB
    }
}
