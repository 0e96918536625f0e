using MySpinBot.Core.Messages;

namespace MySpinBot.Runtime.Tests.Stories;

public sealed class Nodes_that_expand
{
    [Fact]
    public async Task An_expansion_is_made_of_nodes_that_are_remembered_like_any_others()
    {
        await using var story = Story.Of("load -> blurTwice -> preview");
        var told = await story.Run();
        told.Shown("preview").ShouldBe("""{"text":["blur4(blur4(photo))"]}""");
        told.ShouldRead("""
            load                ran
            blurTwice           ran
            blurTwice.0.first   ran
            blurTwice.0.second  ran
            preview             ran
            """);

        (await story.Run()).ShouldRead("preview reused");
    }

    [Fact]
    public async Task An_expansion_is_replayed_when_what_it_gave_is_not_known_any_more()
    {
        await using var story = Story.Of("load -> firstWord -> blurTwice -> preview").Set("load.text", "red house");
        await story.Run();

        story.Set("load.text", "red car");

        (await story.Run()).ShouldRead("""
            load                ran
            firstWord           ran
            blurTwice           reused
            blurTwice.0.second  reused
            preview             reused
            """);
    }

    [Fact]
    public async Task An_expansion_over_a_link_takes_what_the_link_leads_to()
    {
        await using var story = Story.Of("load -> blurLink -> preview");

        (await story.Run()).Shown("preview").ShouldBe("""{"text":["blur4(photo)"]}""");
        (await story.Run()).ShouldRead("preview reused");

        story.Set("load.text", "other");
        (await story.Run()).Shown("preview").ShouldBe("""{"text":["blur4(other)"]}""");
    }

    [Fact]
    public async Task Expansions_nest()
    {
        await using var story = Story.Of("load -> blurFourTimes -> preview");

        (await story.Run()).Shown("preview").ShouldBe("""{"text":["blur4(blur4(blur4(blur4(photo))))"]}""");
    }

    [Fact]
    public async Task An_output_node_inside_an_expansion_runs_and_shows()
    {
        await using var story = Story.Of("load -> blurAndShow -> large -> measure -> showNumber");

        (await story.Run()).Shown("blurAndShow.0.show").ShouldBe("""{"text":["blur4(photo)"]}""");

        (await story.Run()).Shown("blurAndShow.0.show").ShouldBe("""{"text":["blur4(photo)"]}""");
    }

    [Fact]
    public async Task Chance_that_an_expansion_hides_is_not_remembered()
    {
        await using var story = Story.Of("load -> hideClock -> preview");
        await story.Run();

        (await story.Run()).Table().ShouldContain("hideClock.0.clock    ran");
    }

    [Fact]
    public async Task A_loop_of_a_thousand_rounds_is_run_once()
    {
        await using var story = Story.Of("countDown -> showNumber").Set("countDown.from", 1000);

        (await story.Run()).Shown("showNumber").ShouldBe("""{"number":[500500]}""");
        (await story.Run()).ShouldRead("showNumber reused");
    }

    [Fact]
    public async Task A_cycle_that_appears_while_running_fails_with_its_path()
    {
        await using var story = Story.Of("linkBack -> blur -> preview", "blur -> linkBack.later");

        var told = await story.Run();

        told.Summary.Outcome.ShouldBe(RunOutcome.Failed);
        told.All<NodeFailed>().ShouldHaveSingleItem().Sentence.ShouldContain("waits for itself");
    }

    [Fact]
    public async Task A_loop_that_never_ends_is_stopped()
    {
        await using var story = Story.Of("breed -> showNumber");

        var told = await story.Run();

        told.Summary.Outcome.ShouldBe(RunOutcome.Failed);
        told.All<NodeFailed>().First().Sentence.ShouldContain("A loop that never ends does that.");
    }

    [Fact]
    public async Task An_expansion_that_cannot_run_says_why()
    {
        await using var story = Story.Of("load -> expandToMoon -> preview", "load -> expandToLess -> preview2");

        var told = await story.Run();

        told.Sentence("expandToMoon").ShouldStartWith("What node 'expandToMoon' expanded to cannot run. Node 'moon' is of type 'Moon', which no plugin offers.");
        told.Sentence("expandToLess").ShouldBe("Node 'expandToLess' expanded with 0 outputs; 'ExpandToLess' has 1.");
    }
}
