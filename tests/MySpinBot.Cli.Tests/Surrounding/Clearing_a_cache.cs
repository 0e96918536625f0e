using MySpinBot.Cli.Surrounding;

namespace MySpinBot.Cli.Tests.Surrounding;

public sealed class Clearing_a_cache : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("myspinbot-clear").FullName;

    [Fact]
    public void Removes_what_is_kept_and_leaves_an_empty_cache()
    {
        File.WriteAllText(Path.Combine(_folder, "lock"), "");
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "artifacts")).FullName, "a"), "12345");
        CacheFolder.Measure(_folder).ShouldBe((2, 5L));

        CacheFolder.Clear(_folder).ShouldBeNull();

        Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).ShouldBe(["lock"]);
    }

    [Fact]
    public void Is_refused_while_an_engine_uses_it()
    {
        File.WriteAllText(Path.Combine(_folder, "log"), "12345");
        using var engine = new FileStream(Path.Combine(_folder, "lock"), FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);

        CacheFolder.Clear(_folder)!.ShouldContain("another process uses it");

        File.Exists(Path.Combine(_folder, "log")).ShouldBeTrue();
    }

    [Fact]
    public void Is_refused_for_a_folder_that_is_no_cache()
    {
        File.WriteAllText(Path.Combine(_folder, "thesis.tex"), "dear");

        CacheFolder.Clear(_folder)!.ShouldContain("does not look like a cache");

        File.Exists(Path.Combine(_folder, "thesis.tex")).ShouldBeTrue();
    }

    [Fact]
    public void Of_nothing_is_done_at_once() => CacheFolder.Clear(Path.Combine(_folder, "nothing")).ShouldBeNull();

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
