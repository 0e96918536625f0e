using MySpinBot.Runtime.Artifacts;
using MySpinBot.Runtime.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Results;

public class A_full_or_protected_disk_costs_work_but_no_run
{
    [Fact]
    public async Task Full()
    {
        using var disk = SmallDisk.OrSkip(1024);
        var reports = new List<string>();
        await using (var cache = ResultCache.Open(disk.Path, 1 << 28, TimeProvider.System, reports.Add))
        {
            Known.Write(cache, 1);
            disk.Fill();
            for (var i = 2; i < 400; i++)
            {
                Known.Write(cache, i);
                (await Known.IsThere(cache, i)).ShouldBeTrue();
            }
        }

        reports.ShouldContain(report => report.Contains("is full"));
        File.Delete(Path.Join(disk.Path, "filler"));
        await using var again = ResultCache.Open(disk.Path, 0, TimeProvider.System, _ => { });
        var there = 0;
        for (var i = 1; i < 400; i++)
        {
            there += await Known.IsThere(again, i) ? 1 : 0;
        }

        there.ShouldBeLessThan(399);
        Known.Write(again, 20);
        (await Known.IsThere(again, 20)).ShouldBeTrue();
    }

    [Fact]
    public async Task Protected_it_is_still_read()
    {
        using var disk = SmallDisk.OrSkip(4096);
        await using (var cache = ResultCache.Open(disk.Path, 1 << 20, TimeProvider.System, report => Assert.Fail(report)))
        {
            Known.Write(cache, 1);
            Known.Write(cache, 10);
        }

        disk.Protect();
        var reports = new List<string>();
        await using (var again = ResultCache.Open(disk.Path, 1 << 20, TimeProvider.System, reports.Add))
        {
            (await Known.IsThere(again, 1)).ShouldBeTrue();
            (await Known.IsThere(again, 10)).ShouldBeTrue();
            Known.Write(again, 2);
            Known.Write(again, 20);
        }

        reports.ShouldNotBeEmpty();
        reports.ShouldAllBe(report => report.Contains("read-only"));
    }

    [Fact]
    public async Task A_node_that_stores_bytes_is_told_so_and_nothing_is_left_half()
    {
        using var disk = SmallDisk.OrSkip(1024);
        var store = new ArtifactStore(Path.Join(disk.Path, "artifacts"), report => Assert.Fail(report));
        var failure = await Should.ThrowAsync<NodeFailure>(async () => await store.PutAsync(new byte[2 << 20], "image/png", default));
        failure.Message.ShouldContain("is full");
        Directory.EnumerateFiles(disk.Path, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }
}
