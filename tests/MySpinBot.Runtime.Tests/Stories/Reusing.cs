namespace MySpinBot.Runtime.Tests.Stories;

public sealed class What_is_known_is_not_made_again
{
    [Fact]
    public async Task Changing_a_setting_runs_only_what_lies_downstream()
    {
        await using var story = Story.Of("load -> blur -> save", "blur -> preview");
        await story.Run();

        story.Set("blur.radius", 8);

        (await story.Run()).ShouldRead("""
            load     reused
            blur     ran
            preview  ran
            save     ran
            """);
    }

    [Fact]
    public async Task A_second_run_looks_at_the_targets_only()
    {
        await using var story = Story.Of("load -> blur -> save", "blur -> preview");
        await story.Run();

        (await story.Run()).ShouldRead("""
            preview  reused
            save     reused
            """);
    }

    [Fact]
    public async Task What_was_known_is_known_after_a_restart()
    {
        await using var story = Story.Of("load -> blur -> save", "blur -> preview");
        await story.Run();
        await story.Restart();

        var told = (await story.Run()).ShouldRead("""
            preview  reused
            save     reused
            """);
        told.Shown("preview").ShouldBe("""{"text":["blur4(photo)"]}""");
    }

    [Fact]
    public async Task Renaming_a_node_runs_nothing()
    {
        await using var story = Story.Of("load -> blur -> preview");
        await story.Run();

        story.Rename("blur", "soften").Rename("preview", "look").Rename("load", "picture");

        (await story.Run()).ShouldRead("look reused");
    }

    [Fact]
    public async Task A_node_that_runs_again_and_gives_the_same_leaves_what_is_below_reused()
    {
        await using var story = Story.Of("load -> firstWord -> blur -> preview").Set("load.text", "red house");
        await story.Run();

        story.Set("load.text", "red car");

        (await story.Run()).ShouldRead("""
            load       ran
            firstWord  ran
            blur       reused
            preview    reused
            """);
    }

    [Fact]
    public async Task Setting_a_default_by_hand_is_no_change()
    {
        await using var story = Story.Of("load -> blur -> preview");
        await story.Run();

        story.Set("blur.radius", 4.0);

        (await story.Run()).ShouldRead("preview reused");
    }

    [Fact]
    public async Task Two_nodes_that_do_the_same_work_do_it_once()
    {
        await using var story = Story.Of("load -> tell1 -> concat -> preview", "load -> tell2 -> concat");

        var told = await story.Run();

        told.Log().ShouldHaveSingleItem().ShouldBe("photo");
        told.Shown("preview").ShouldBe("""{"text":["PHOTO/PHOTO"]}""");
    }
}

public sealed class Nodes_that_are_never_the_same
{
    [Fact]
    public async Task A_volatile_node_runs_always_and_what_is_below_it_too()
    {
        await using var story = Story.Of("clock -> blur -> preview", "load -> preview2");
        await story.Run();

        (await story.Run()).ShouldRead("""
            clock     ran
            blur      ran
            preview   ran
            preview2  reused
            """);
    }

    [Fact]
    public async Task What_is_below_a_volatile_node_stops_at_equal_content()
    {
        await using var story = Story.Of("poll -> blur -> preview");
        await story.Run();

        (await story.Run()).ShouldRead("""
            poll     ran
            blur     reused
            preview  reused
            """);
    }

    [Fact]
    public async Task A_fingerprint_decides_whether_a_node_is_the_same()
    {
        await using var story = Story.Of("weather -> preview").Set("weather.place", "here");
        await story.Run();
        (await story.Run()).ShouldRead("preview reused");

        story.Set("weather.place", "nowhere");
        await story.Run();
        (await story.Run()).ShouldRead("""
            weather  ran
            preview  ran
            """);
    }

    [Fact]
    public async Task Check_mode_reports_the_forgetful_node_and_nobody_else()
    {
        await using var story = Story.Of("load -> blur -> forget -> preview", "clock -> preview2");
        await story.Run();

        var told = await story.Run(check: true);

        var differed = told.All<MySpinBot.Core.Messages.ResultDiffered>().Where(one => one.IsFault).ToList();
        differed.ShouldHaveSingleItem().NodeId.ShouldBe("forget");
    }
}
