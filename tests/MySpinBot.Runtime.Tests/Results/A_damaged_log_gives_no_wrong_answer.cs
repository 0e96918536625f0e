using MySpinBot.Runtime.Results;

namespace MySpinBot.Runtime.Tests.Results;

public class A_damaged_log_gives_no_wrong_answer
{
    private const int Records = 60;

    [Fact]
    public async Task Wherever_bits_are_flipped()
    {
        using var folder = await Filled();
        var (log, whole) = Log(folder);
        var random = new Random(11);
        for (var round = 0; round < 60; round++)
        {
            byte[] damaged = [.. whole];
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            }

            Put(folder, log, damaged);
            // Each flip costs at most the entries that it touches: a record, or a value.
            (await CountRight(folder)).ShouldBeGreaterThanOrEqualTo(Records - 6);
        }
    }

    [Fact]
    public async Task Wherever_it_is_cut_off()
    {
        using var folder = await Filled();
        var (log, whole) = Log(folder);
        var random = new Random(12);
        for (var round = 0; round < 40; round++)
        {
            var length = round < 2 ? round : random.Next(whole.Length);
            Put(folder, log, whole[..length]);
            var right = await CountRight(folder);
            right.ShouldBeLessThan(Records);
            (length > whole.Length / 2 && right == 0).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task And_what_is_passed_over_is_said_once_and_then_mended()
    {
        using var folder = await Filled();
        var (log, whole) = Log(folder);
        whole[whole.Length / 2] ^= 0x10;
        whole[20] ^= 0x10;
        Put(folder, log, [.. whole, 1, 2, 3]);
        var reports = new List<string>();
        await ResultCache.Open(folder.Path, 1 << 20, TimeProvider.System, reports.Add).DisposeAsync();
        reports.Count.ShouldBe(2);
        reports.ShouldContain(report => report.Contains("is damaged"));
        reports.ShouldContain(report => report.Contains("ends in the middle of an entry"));
        reports.Clear();
        await ResultCache.Open(folder.Path, 1 << 20, TimeProvider.System, reports.Add).DisposeAsync();
        reports.ShouldBeEmpty();
    }

    [Fact]
    public async Task And_a_value_that_looks_like_an_entry_is_never_taken_for_one()
    {
        using var folder = await Filled();
        var (_, whole) = Log(folder);
        using var other = new TemporaryFolder();
        await using (var cache = ResultCache.Open(other.Path, 1 << 20, TimeProvider.System, _ => { }))
        {
            // A lone surrogate has the text stored as UTF-16, so that the log's own bytes stand in it one by one.
            cache.Put(new string([.. System.Runtime.InteropServices.MemoryMarshal.Cast<byte, char>(whole.AsSpan(0, whole.Length & ~1))]) + "\ud800");
        }

        var (log, bytes) = Log(other);
        bytes[5] ^= 1;
        var second = bytes.AsSpan(64).IndexOf("MSB\x01"u8);
        File.WriteAllBytes(log, bytes);
        await using var again = ResultCache.Open(other.Path, 1 << 20, TimeProvider.System, _ => { });
        again.Measure().Records.ShouldBe(0);
        second.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Nor_does_a_damaged_artifact()
    {
        using var folder = await Filled();
        var random = new Random(13);
        foreach (var file in Directory.EnumerateFiles(folder.Sub("artifacts"), "*", SearchOption.AllDirectories).ToList())
        {
            var bytes = File.ReadAllBytes(file);
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            if (random.Next(2) == 0)
            {
                bytes[random.Next(bytes.Length)] ^= 4;
                File.WriteAllBytes(file, bytes);
            }
            else
            {
                File.WriteAllBytes(file, bytes[..random.Next(bytes.Length)]);
            }
        }

        var reports = new List<string>();
        await using (var cache = ResultCache.Open(folder.Path, 0, TimeProvider.System, reports.Add))
        {
            for (var i = 0; i < Records; i++)
            {
                (await Known.IsThere(cache, i)).ShouldBe(i % 10 != 0);
            }

            reports.Count.ShouldBe(Records / 10);
            reports.ShouldAllBe(report => report.Contains("altered or cut off"));
            Known.Write(cache, 0);
        }

        (await CountRight(folder)).ShouldBe((Records * 9 / 10) + 1);
    }

    private static async Task<TemporaryFolder> Filled()
    {
        var folder = new TemporaryFolder();
        await using var cache = ResultCache.Open(folder.Path, 1 << 20, TimeProvider.System, report => Assert.Fail(report));
        for (var i = 0; i < Records; i++)
        {
            Known.Write(cache, i);
        }

        return folder;
    }

    private static (string Path, byte[] Bytes) Log(TemporaryFolder folder)
    {
        var path = Directory.EnumerateFiles(folder.Sub("traces"), "*.log").ShouldHaveSingleItem();
        return (path, File.ReadAllBytes(path));
    }

    private static void Put(TemporaryFolder folder, string log, byte[] bytes)
    {
        foreach (var other in Directory.EnumerateFiles(folder.Sub("traces")))
        {
            File.Delete(other);
        }

        File.WriteAllBytes(log, bytes);
    }

    private static async Task<int> CountRight(TemporaryFolder folder)
    {
        await using var cache = ResultCache.Open(folder.Path, 1 << 20, TimeProvider.System, _ => { });
        var right = 0;
        for (var i = 0; i < Records; i++)
        {
            right += await Known.IsThere(cache, i) ? 1 : 0;
        }

        return right;
    }
}
