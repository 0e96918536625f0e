using MySpinBot.Core.Messages;

namespace MySpinBot.Runtime.Tests.Stories;

public sealed class A_node_over_a_list_is_several_calls
{
    [Fact]
    public async Task One_call_for_each_element()
    {
        await using var story = Story.Of("words -> tell -> joinAll -> preview");

        var told = await story.Run();

        told.Log("tell").Order(StringComparer.Ordinal).ShouldBe(["a", "b", "c"]);
        told.All<NodeStarted>().Single(one => one.NodeId == "tell").Calls.ShouldBe(3);
        told.Shown("preview").ShouldBe("""{"text":["A B C"]}""");
    }

    [Fact]
    public async Task One_changed_element_is_one_call()
    {
        await using var story = Story.Of("words -> tell -> joinAll -> preview");
        await story.Run();

        story.Set("words.text", "a x c");

        var told = await story.Run();
        told.Log("tell").ShouldBe(["x"]);
        told.Shown("preview").ShouldBe("""{"text":["A X C"]}""");
    }

    [Fact]
    public async Task An_empty_list_is_no_call()
    {
        await using var story = Story.Of("words -> tell -> joinAll -> preview").Set("words.text", "");

        var told = await story.Run();

        told.Log("tell").ShouldBeEmpty();
        told.Shown("preview").ShouldBe("""{"text":[""]}""");
    }

    [Fact]
    public async Task Shorter_lists_repeat_their_last_element()
    {
        await using var story = Story.Of("words1 -> concat -> joinAll -> preview", "words2 -> concat").Set("words2.text", "1 2");

        (await story.Run()).Shown("preview").ShouldBe("""{"text":["a/1 b/2 c/2"]}""");
    }

    [Fact]
    public async Task A_call_that_fails_names_itself_and_the_others_are_kept()
    {
        await using var story = Story.Of("words -> tell -> refuseOne -> joinAll -> preview").Set("refuseOne.but", "B");

        var told = await story.Run();

        var failed = told.All<NodeFailed>().ShouldHaveSingleItem();
        (failed.NodeId, failed.Call, failed.Input, failed.Sentence).ShouldBe(("refuseOne", 1, "text", "Not 'B'."));
        told.ShouldRead("""
            words      ran
            tell       ran
            refuseOne  failed
            joinAll    skipped
            preview    skipped
            """);
    }

    [Fact]
    public async Task A_hole_in_a_list_is_a_failure_with_a_sentence()
    {
        await using var story = Story.Of("load -> holedList -> joinAll -> preview", "load -> noList -> joinAll2 -> preview2");

        var told = await story.Run();

        told.Sentence("holedList").ShouldContain("'HoledList' gave nothing for its output 'words' (STRING).");
    }
}

public sealed class A_value_that_is_blocked
{
    [Fact]
    public async Task What_hangs_on_a_block_does_not_run_and_nothing_has_failed()
    {
        await using var story = Story.Of("load -> gate -> blur -> preview", "load -> preview2").Set("gate.message", "closed today");

        var told = await story.Run();

        told.ShouldRead("""
            load      ran
            gate      ran
            blur      blocked
            preview   blocked
            preview2  ran
            """);
        told.Summary.Outcome.ShouldBe(RunOutcome.Succeeded);
        told.All<NodeBlocked>().Where(one => one.Message is not null).ShouldHaveSingleItem().ShouldBe(new NodeBlocked("gate", "closed today"));
    }

    [Fact]
    public async Task A_block_is_silent_where_it_says_nothing()
    {
        await using var story = Story.Of("load -> gate -> preview");

        (await story.Run()).All<NodeBlocked>().ShouldAllBe(one => one.Message == null);
    }

    [Fact]
    public async Task In_the_middle_of_a_list_only_its_own_call_is_left_out()
    {
        await using var story = Story.Of("words -> gateB -> tell -> preview");

        var told = await story.Run();

        told.Log("tell").Order(StringComparer.Ordinal).ShouldBe(["a", "c"]);
        told.Shown("preview").ShouldBe("""{"text":["A","C"]}""");
    }
}

public sealed class Lazy_inputs
{
    [Fact]
    public async Task A_branch_that_is_not_taken_is_never_made()
    {
        await using var story = Story.Of("load1 -> blur1 -> choose.yes", "load2 -> blur2 -> choose.no", "choose -> preview");

        (await story.Run()).ShouldRead("""
            load1    ran
            blur1    ran
            choose   ran
            preview  ran
            """);
    }

    [Fact]
    public async Task The_other_branch_is_made_when_it_is_wanted_and_both_are_remembered()
    {
        await using var story = Story.Of("load1 -> blur1 -> choose.yes", "load2 -> blur2 -> choose.no", "choose -> preview").Set("load2.text", "other");
        await story.Run();
        story.Set("choose.condition", false);
        (await story.Run()).ShouldRead("""
            load2    ran
            blur2    ran
            choose   ran
            preview  ran
            """);

        story.Set("choose.condition", true);
        (await story.Run()).ShouldRead("preview reused");
    }

    [Theory]
    [InlineData("less", "less")]
    [InlineData("more", "more, other")]
    public async Task A_node_asks_again_when_it_knows_more(string first, string expected)
    {
        await using var story = Story.Of("load1 -> chain.first", "load2 -> chain.second", "chain -> preview").Set("load1.text", first).Set("load2.text", "other");

        var told = await story.Run();

        told.Shown("preview").ShouldBe($$"""{"text":["{{expected}}"]}""");
        told.Table().Contains("load2", StringComparison.Ordinal).ShouldBe(first == "more");
    }

    [Fact]
    public async Task Asking_for_what_there_is_not_is_a_failure()
    {
        await using var story = Story.Of("load -> askForMoon.text", "askForMoon -> preview", "load -> askAndThrow.text", "askAndThrow -> preview2");

        var told = await story.Run();

        told.Sentence("askForMoon").ShouldBe("Node 'askForMoon' (AskForMoon) asked for an input 'moon', which it does not have.");
        told.Sentence("askAndThrow").ShouldBe("'AskAndThrow' failed with InvalidOperationException: do not ask");
    }
}
