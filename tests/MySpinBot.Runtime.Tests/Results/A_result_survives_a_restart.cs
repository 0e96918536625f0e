using MySpinBot.Core.Results;
using MySpinBot.Runtime.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Results;

public class A_result_survives_a_restart
{
    [Fact]
    public async Task With_small_values_and_large_ones()
    {
        using var folder = new TemporaryFolder();
        await using (var cache = Open(folder))
        {
            for (var i = 0; i < 30; i++)
            {
                Known.Write(cache, i);
                (await Known.IsThere(cache, i)).ShouldBeTrue();
            }
        }

        await using var again = Open(folder);
        for (var i = 0; i < 30; i++)
        {
            (await Known.IsThere(again, i)).ShouldBeTrue();
        }

        again.Measure().ShouldSatisfyAllConditions(size => size.Records.ShouldBe(30), size => size.Values.ShouldBe(27), size => size.Artifacts.ShouldBe(3));
    }

    [Fact]
    public async Task And_can_be_read_before_it_is_written_even_when_memory_holds_nothing()
    {
        using var folder = new TemporaryFolder();
        await using var cache = ResultCache.Open(folder.Path, 0, TimeProvider.System, Fail);
        for (var i = 0; i < 40; i++)
        {
            Known.Write(cache, i);
        }

        for (var i = 0; i < 40; i++)
        {
            (await Known.IsThere(cache, i)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task But_a_live_value_does_not_nor_is_its_record_written()
    {
        using var folder = new TemporaryFolder();
        var live = new Uri("http://localhost");
        ResultValue value;
        await using (var cache = Open(folder))
        {
            value = cache.Put(live);
            value.Kind.ShouldBe(ResultKind.Live);
            cache.Put(live).Id.ShouldNotBe(value.Id);
            cache.Record(Known.Key(1), Known.Outputs(value));
            (await cache.GetAsync(value, default)).ShouldBeSameAs(live);
            cache.TryFind(Known.Key(1), out _).ShouldBeTrue();
            cache.DropLiveValues(type => type == typeof(Uri));
            cache.HasValue(value).ShouldBeFalse();
        }

        await using var again = Open(folder);
        again.TryFind(Known.Key(1), out _).ShouldBeFalse();
        var missing = await Should.ThrowAsync<ValueMissingException>(async () => await again.GetAsync(value, default));
        missing.Value.ShouldBe(value);
    }

    [Fact]
    public async Task And_so_does_the_message_of_a_block()
    {
        using var folder = new TemporaryFolder();
        ResultValue spoken, silent;
        await using (var cache = Open(folder))
        {
            (spoken, silent) = (cache.PutBlocked("Nothing to do."), cache.PutBlocked(null));
            spoken.ShouldNotBe(silent);
            spoken.Kind.ShouldBe(ResultKind.Blocked);
        }

        await using var again = Open(folder);
        again.MessageOf(spoken).ShouldBe("Nothing to do.");
        again.MessageOf(silent).ShouldBeNull();
    }

    [Fact]
    public async Task A_record_is_replaced_by_a_later_one_of_its_key()
    {
        using var folder = new TemporaryFolder();
        for (var round = 0; round < 3; round++)
        {
            await using var cache = Open(folder);
            cache.Record(Known.Key(1), new WantsRecord([$"round {round}"]));
        }

        await using var again = Open(folder);
        again.TryFind(Known.Key(1), out var record).ShouldBeTrue();
        record.ShouldBeOfType<WantsRecord>().Names.ShouldHaveSingleItem().ShouldBe("round 2");
    }

    [Fact]
    public async Task A_video_is_at_hand_only_while_what_it_shows_is()
    {
        using var folder = new TemporaryFolder();
        ResultValue value;
        ArtifactReference picture;
        await using (var cache = Open(folder))
        {
            picture = await cache.Artifacts.PutAsync(new byte[100], "image/png", default);
            value = cache.Put(new Video { FrameRate = new Rational(25), Width = 2, Height = 2, Picture = [new PictureSegment(new StillSource(picture), 5)] });
        }

        await using var again = Open(folder);
        again.HasValue(value).ShouldBeTrue();
        again.Artifacts.Remove(picture.Id);
        again.HasValue(value).ShouldBeFalse();
    }

    [Fact]
    public async Task A_cache_folder_that_cannot_be_used_is_reported_and_the_run_goes_on_without()
    {
        using var folder = new TemporaryFolder();
        var blocked = folder.Write("file", "x");
        var reports = new List<string>();
        await using var cache = ResultCache.Open(Path.Join(blocked, "cache"), 1 << 20, TimeProvider.System, reports.Add);
        reports.ShouldHaveSingleItem().ShouldContain("cannot be used");
        Known.Write(cache, 1);
        (await Known.IsThere(cache, 1)).ShouldBeTrue();
    }

    private static void Fail(string report) => Assert.Fail(report);

    private static ResultCache Open(TemporaryFolder folder) => ResultCache.Open(folder.Path, 1 << 20, TimeProvider.System, Fail);
}
