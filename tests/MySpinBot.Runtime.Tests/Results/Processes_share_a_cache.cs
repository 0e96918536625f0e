using System.Diagnostics;
using MySpinBot.Runtime.Results;

namespace MySpinBot.Runtime.Tests.Results;

public class Processes_share_a_cache(ITestOutputHelper output)
{
    [Fact]
    public async Task One_that_is_killed_while_it_writes_leaves_nothing_wrong()
    {
        using var folder = new TemporaryFolder();
        for (var round = 0; round < 4; round++)
        {
            using var child = Child.Start("write", folder.Path);
            (await child.StandardOutput.ReadLineAsync()).ShouldBe("going");
            await Task.Delay(37 * round);
            child.Kill();
            await child.WaitForExitAsync();

            await using var cache = ResultCache.Open(folder.Path, 1 << 20, TimeProvider.System, output.WriteLine);
            var (there, number) = (0, 0);
            for (var missed = 0; missed < 2000; number++)
            {
                var isThere = await Known.IsThere(cache, number);
                (there, missed) = isThere ? (there + 1, 0) : (there, missed + 1);
            }

            output.WriteLine($"round {round}: {there} results are whole");
            there.ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public async Task Two_that_write_at_once_keep_both_their_results()
    {
        using var folder = new TemporaryFolder();
        using var first = Child.Start("records", folder.Path, "0", "400");
        using var second = Child.Start("records", folder.Path, "300", "400");
        await Task.WhenAll(first.WaitForExitAsync(), second.WaitForExitAsync());
        (first.ExitCode, second.ExitCode).ShouldBe((0, 0));
        await using var cache = ResultCache.Open(folder.Path, 1 << 20, TimeProvider.System, report => Assert.Fail(report));
        for (var i = 0; i < 700; i++)
        {
            (await Known.IsThere(cache, i)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Nobody_tidies_while_another_uses_it_and_what_another_added_is_not_lost_by_tidying()
    {
        using var folder = new TemporaryFolder();
        await using var mine = ResultCache.Open(folder.Path, 1 << 20, TimeProvider.System, _ => { });
        Known.Write(mine, 1);
        await using (var other = ResultCache.Open(folder.Path, 1 << 20, TimeProvider.System, _ => { }))
        {
            Known.Write(other, 2);
            Known.Write(other, 10);
            (await mine.ClearAsync()).ShouldBeFalse();
            (await mine.CollectGarbageAsync(new CacheKeep(0))).ShouldBeFalse();
        }

        (await mine.CollectGarbageAsync(new CacheKeep(long.MaxValue))).ShouldBeTrue();
        (await Known.IsThere(mine, 2)).ShouldBeTrue();
        (await Known.IsThere(mine, 10)).ShouldBeTrue();
        (await mine.ClearAsync()).ShouldBeTrue();
        (await Known.IsThere(mine, 1)).ShouldBeFalse();
        mine.Measure().Bytes.ShouldBe(0);
        Known.Write(mine, 3);
        (await Known.IsThere(mine, 3)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_hundred_thousand_records_open_quickly()
    {
        using var folder = new TemporaryFolder();
        var (clock, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        string Took() => $"{clock.Elapsed.TotalMilliseconds:0} ms, of them {(Environment.CpuUsage.TotalTime - processor).TotalMilliseconds:0} ms of processor";
        void Restart() => (clock, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await using (var cache = ResultCache.Open(folder.Path, 1 << 28, TimeProvider.System, report => Assert.Fail(report)))
        {
            for (var i = 0; i < 100_000; i++)
            {
                cache.Record(Known.Key(i), Known.Outputs(cache.Put((long)i)), 0.5);
            }

            output.WriteLine($"put and recorded 100,000 numbers: {Took()}");
            Restart();
        }

        output.WriteLine($"closed: {Took()}");
        Restart();
        await using var again = ResultCache.Open(folder.Path, 1 << 20, TimeProvider.System, report => Assert.Fail(report));
        output.WriteLine($"opened: {Took()}");
        Restart();
        for (var i = 0; i < 100_000; i++)
        {
            again.TryFind(Known.Key(i), out _).ShouldBeTrue();
        }

        output.WriteLine($"found all: {Took()}; {again.Measure().LogBytes / 1024} KiB");
    }
}
