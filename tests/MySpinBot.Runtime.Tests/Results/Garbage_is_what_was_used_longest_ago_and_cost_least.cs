using MySpinBot.Core.Results;
using MySpinBot.Runtime.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Results;

public class Garbage_is_what_was_used_longest_ago_and_cost_least
{
    private readonly SetClock _clock = new();

    [Fact]
    public async Task Bytes_go_and_their_records_stay()
    {
        using var folder = new TemporaryFolder();
        await using var cache = Open(folder);
        Record(cache, "old and cheap", 0);
        Record(cache, "old and costly", 3600);
        _clock.Now += TimeSpan.FromDays(2);
        Record(cache, "new", 0);

        (await cache.CollectGarbageAsync(new CacheKeep(2 * 100_100))).ShouldBeTrue();

        cache.Put("Takes the place of the last value in memory.");
        (Has(cache, "old and cheap"), Has(cache, "old and costly"), Has(cache, "new")).ShouldBe((false, true, true));
        cache.TryFind(KeyOf("old and cheap"), out _).ShouldBeTrue();
        cache.Measure().Artifacts.ShouldBe(2);
    }

    [Fact]
    public async Task A_cache_is_trimmed_to_less_than_its_bound_once_something_was_stored()
    {
        using var folder = new TemporaryFolder();
        await using (var cache = Open(folder))
        {
            foreach (var name in new[] { "one", "two", "three", "four" })
            {
                Record(cache, name, 0);
                _clock.Now += TimeSpan.FromHours(1);
            }

            await cache.TrimAsync(1_000_000);
            cache.Measure().Artifacts.ShouldBe(4);

            await cache.TrimAsync(300_000);
            cache.Measure().Artifacts.ShouldBe(2);
            (Has(cache, "one"), Has(cache, "four")).ShouldBe((false, true));
        }

        await using var again = Open(folder);
        await again.TrimAsync(1);
        again.Measure().Artifacts.ShouldBe(2);
    }

    [Fact]
    public async Task A_cache_that_another_process_uses_is_not_trimmed()
    {
        using var folder = new TemporaryFolder();
        await using var cache = Open(folder);
        Record(cache, "one", 0);
        using (var other = new FileStream(Path.Combine(folder.Path, "lock"), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0))
        {
            await cache.TrimAsync(1);
            cache.Measure().Artifacts.ShouldBe(1);
        }

        await cache.TrimAsync(1);
        cache.Measure().Artifacts.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_pinned_stays_with_what_it_refers_to_and_saved_files_stay_with_their_record()
    {
        using var folder = new TemporaryFolder();
        await using var cache = Open(folder);
        var picture = await cache.Artifacts.PutAsync(new byte[5000], "image/png", default);
        var saved = await cache.Artifacts.PutAsync(new byte[6000], "video/mp4", default);
        var stray = await cache.Artifacts.PutAsync(new byte[7000], "image/png", default);
        var video = cache.Put(new Video { FrameRate = new Rational(25), Width = 2, Height = 2, Picture = [new PictureSegment(new StillSource(picture), 5)] });
        cache.Record(KeyOf("video"), Known.Outputs(video));
        cache.Record(KeyOf("save"), Known.Outputs() with { Files = [new SavedFile("a.mp4", "", saved)] });
        Record(cache, "other", 10);

        await cache.CollectGarbageAsync(new CacheKeep(0) { IsPinned = key => key == KeyOf("video") });

        cache.Put("Takes the place of the last value in memory.");
        cache.HasValue(video).ShouldBeTrue();
        (cache.HasArtifact(picture.Id), cache.HasArtifact(saved.Id), cache.HasArtifact(stray.Id), Has(cache, "other")).ShouldBe((true, true, false, false));
    }

    [Fact]
    public async Task Nothing_is_collected_while_a_run_is_under_way_and_its_live_values_stay()
    {
        using var folder = new TemporaryFolder();
        await using var cache = ResultCache.Open(folder.Path, 1, _clock, report => Assert.Fail(report));
        ResultValue live;
        using (var run = cache.Pin())
        {
            live = cache.Put(new object(), run);
            for (var i = 0; i < 50; i++)
            {
                cache.Put((long)i, run);
            }

            cache.HasValue(live).ShouldBeTrue();
            (await cache.CollectGarbageAsync(new CacheKeep(0))).ShouldBeFalse();
        }

        cache.Put(1L);
        cache.HasValue(live).ShouldBeFalse();
    }

    private static TraceKey KeyOf(string name) => new(ContentId.Of(System.Text.Encoding.UTF8.GetBytes(name)));

    private static string Text(string name) => name.PadRight(100_000, '.');

    private static void Record(ResultCache cache, string name, double cost) => cache.Record(KeyOf(name), Known.Outputs(cache.Put(Text(name))), cost);

    private static bool Has(ResultCache cache, string name)
        => cache.TryFind(KeyOf(name), out var record) && cache.HasValue(((OutputsRecord)record).Outputs[0][0]);

    private ResultCache Open(TemporaryFolder folder) => ResultCache.Open(folder.Path, 0, _clock, report => Assert.Fail(report));

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
