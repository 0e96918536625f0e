using MySpinBot.Core.Messages;
using MySpinBot.Runtime.Tests.Stories;

namespace MySpinBot.Runtime.Tests.ComfyBehaviour;

public sealed class What_each_cache_mode_keeps
{
    [Fact]
    public async Task Classic_keeps_what_belongs_to_the_last_graph_and_nothing_else()
    {
        await using var story = Story.Of("load -> blur -> preview").With(options => options with { CacheMode = CacheMode.Classic });
        await story.Run();
        story.Set("blur.radius", 8);
        (await story.Run()).ShouldRead("""
            load     reused
            blur     ran
            preview  ran
            """);

        story.Set("blur.radius", 4);

        (await story.Run()).ShouldRead("""
            load     reused
            blur     ran
            preview  ran
            """);
    }

    [Fact]
    public async Task Lru_keeps_what_was_used_last()
    {
        await using var story = Story.Of("load -> blur -> preview").With(options => options with { CacheMode = CacheMode.Lru(100) });
        await story.Run();
        await story.Set("blur.radius", 8).Run();

        (await story.Set("blur.radius", 4).Run()).ShouldRead("""
            load     reused
            blur     reused
            preview  reused
            """);
    }

    [Fact]
    public async Task Lru_lets_go_of_whole_runs_the_oldest_first()
    {
        await using var story = Story.Of("load -> blur -> preview").With(options => options with { CacheMode = CacheMode.Lru(5) });
        await story.Run();
        await story.Set("blur.radius", 5).Run();
        await story.Set("blur.radius", 6).Run();

        (await story.Set("blur.radius", 5).Run()).ShouldRead("""
            load     reused
            blur     reused
            preview  reused
            """);
        (await story.Set("blur.radius", 4).Run()).ShouldRead("""
            load     reused
            blur     ran
            preview  ran
            """);
    }

    [Fact]
    public async Task Lru_of_none_leaves_the_last_run_what_came_of_its_expansions_included()
    {
        await using var story = Story.Of("load -> blurAndShow -> large -> measure -> showNumber").With(options => options with { CacheMode = CacheMode.Lru(0) });
        await story.Run();

        var told = await story.Run();

        told.Summary.Ran.ShouldBe(0);
        told.Shown("blurAndShow.0.show").ShouldBe("""{"text":["blur4(photo)"]}""");
    }

    [Fact]
    public async Task None_keeps_nothing_and_runs_each_node_that_is_needed()
    {
        await using var story = Story.Of("load -> tell1 -> concat -> preview", "load -> tell2 -> concat").With(options => options with { CacheMode = CacheMode.None });
        await story.Run();

        var told = await story.Run();

        told.Summary.Ran.ShouldBe(5);
        told.Log().Count().ShouldBe(2);
        told.All<NodeStarted>().ShouldAllBe(started => started.Because == RunReason.NotKnown);
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("lru:10")]
    public async Task Nothing_stops_at_equal_content(string mode)
    {
        CacheMode.TryParse(mode, out var parsed).ShouldBeTrue();
        await using var story = Story.Of("load -> firstWord -> blur -> preview").Set("load.text", "red house").With(options => options with { CacheMode = parsed });
        await story.Run();

        (await story.Set("load.text", "red car").Run()).Summary.Ran.ShouldBe(4);
    }

    [Fact]
    public async Task A_saved_file_that_is_gone_is_not_put_back()
    {
        await using var story = Story.Of("load -> save").With(options => options with { CacheMode = CacheMode.Classic });
        await story.Run();
        Directory.Delete(story.Out, recursive: true);

        var told = await story.Run();

        told.ShouldRead("load reused\nsave reused");
        told.All<FileSaved>().ShouldBeEmpty();
        story.Saved().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("lru:10")]
    [InlineData("none")]
    public async Task Nothing_survives_the_process(string mode)
    {
        CacheMode.TryParse(mode, out var parsed).ShouldBeTrue();
        await using var story = Story.Of("load -> blur -> preview").With(options => options with { CacheMode = parsed });
        await story.Run();
        await story.Restart();

        (await story.Run()).Summary.Ran.ShouldBe(3);
    }

    [Theory]
    [InlineData("store", 0)]
    [InlineData("classic", 3)]
    [InlineData("lru:10", 3)]
    public async Task What_is_freed_is_gone_where_it_was_in_memory_only(string mode, int ran)
    {
        CacheMode.TryParse(mode, out var parsed).ShouldBeTrue();
        await using var story = Story.Of("load -> blur -> preview").With(options => options with { CacheMode = parsed });
        await story.Run();

        (await story.Engine()).FreeResults();

        (await story.Run()).Summary.Ran.ShouldBe(ran);
    }

    [Fact]
    public async Task A_part_of_a_graph_leaves_the_rest_known()
    {
        await using var story = Story.Of("load -> blur -> preview", "load -> tell -> preview2").With(options => options with { CacheMode = CacheMode.Classic });
        await story.Run();
        var whole = (await story.Validate()).Graph;

        var part = (await story.Want("preview").Validate()).Graph!;
        await (await story.Engine()).RunAsync(part, new RunOptions { Whole = whole }, _ => { }, default);

        (await story.Want().Run()).Summary.Ran.ShouldBe(0);
    }

    [Fact]
    public async Task What_came_of_an_expansion_stays_while_its_node_does()
    {
        await using var story = Story.Of("load -> blurTwice -> preview").With(options => options with { CacheMode = CacheMode.Classic });
        await story.Run();
        (await story.Run()).ShouldRead("load reused\nblurTwice reused\npreview reused");

        var told = await story.Set("blurTwice.radius", 8).Run();

        told.Table().ShouldContain("blurTwice.0.first    ran");
        told.All<NodeReused>().Select(node => node.NodeId).ShouldBe(["load"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("lru")]
    [InlineData("lru:-1")]
    [InlineData("ram")]
    public void A_mode_that_there_is_not_is_not_read(string text) => CacheMode.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("store")]
    [InlineData("classic")]
    [InlineData("lru:0")]
    [InlineData("lru:100")]
    [InlineData("none")]
    public void A_mode_is_read_as_it_is_written(string text)
    {
        CacheMode.TryParse(text, out var mode).ShouldBeTrue();
        mode.ToString().ShouldBe(text);
    }
}
