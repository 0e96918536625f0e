using MySpinBot.Runtime.Outputs;
using MySpinBot.Runtime.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Outputs;

public class Processes_share_an_output_folder
{
    [Fact]
    public async Task And_never_take_one_number_twice()
    {
        using var folder = new TemporaryFolder();
        var children = Enumerable.Range(0, 3).Select(_ => Child.Start("number", folder.Path, "40")).ToList();
        await Task.WhenAll(children.Select(child => child.WaitForExitAsync()));
        children.ShouldAllBe(child => child.ExitCode == 0);
        var files = Directory.EnumerateFiles(folder.Path).ToList();
        files.Count.ShouldBe(120);
        files.Select(File.ReadAllText).Distinct().Count().ShouldBe(120);
    }

    [Fact]
    public async Task And_what_a_killed_one_left_is_removed_while_a_living_ones_stays()
    {
        using var folder = new TemporaryFolder();
        await using var cache = ResultCache.Open(null, 1 << 20, TimeProvider.System, report => Assert.Fail(report));
        using var child = Child.Start("abandon", folder.Path);
        try
        {
            (await child.StandardOutput.ReadLineAsync()).ShouldBe("going");
            using (Number(cache, folder))
            {
                Directory.EnumerateFiles(folder.Path, ".shot_00001_*").Count().ShouldBe(2);
            }
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync();
        }

        using var file = Number(cache, folder);
        Directory.EnumerateFiles(folder.Path, "*00001*").Where(path => !path.EndsWith(".reserved")).ShouldBeEmpty();
    }

    [Fact]
    public void A_full_or_protected_disk_is_said_in_a_sentence()
    {
        using var disk = SmallDisk.OrSkip(256);
        using var cacheFolder = new TemporaryFolder();
        var cache = ResultCache.Open(cacheFolder.Path, 1 << 20, TimeProvider.System, report => Assert.Fail(report));
        var outputs = new OutputFolder(Path.Join(disk.Path, "out"), cache.Artifacts, cache.Digests, new OutputNumbers(), TimeProvider.System);
        disk.Protect();
        Should.Throw<NodeFailure>(() => outputs.ForNode("n", _ => { }).Number("a", ".png")).Message.ShouldContain("read-only");
    }

    [Fact]
    public async Task A_file_that_does_not_fit_is_not_put_back_half()
    {
        using var disk = SmallDisk.OrSkip(256);
        using var cacheFolder = new TemporaryFolder();
        await using var cache = ResultCache.Open(cacheFolder.Path, 1 << 20, TimeProvider.System, report => Assert.Fail(report));
        var artifact = await cache.Artifacts.PutAsync(new byte[1 << 20], "video/mp4", default);
        var outputs = new OutputFolder(disk.Path, cache.Artifacts, cache.Digests, new OutputNumbers(), TimeProvider.System);
        var failure = await Should.ThrowAsync<NodeFailure>(() => outputs.RestoreAsync("n", new SavedFile("film.mp4", "", artifact), default));
        failure.Message.ShouldContain("is full");
        Directory.EnumerateFiles(disk.Path).ShouldBeEmpty();
    }

    private static OutputFile Number(ResultCache cache, TemporaryFolder folder)
        => new OutputFolder(folder.Path, cache.Artifacts, cache.Digests, new OutputNumbers(), TimeProvider.System).ForNode("n", _ => { }).Number("shot", ".txt");
}
