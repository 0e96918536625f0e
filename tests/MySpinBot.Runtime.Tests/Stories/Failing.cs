using MySpinBot.Core.Messages;

namespace MySpinBot.Runtime.Tests.Stories;

public sealed class Nodes_that_fail
{
    [Fact]
    public async Task A_failure_in_one_branch_leaves_the_other()
    {
        await using var story = Story.Of("load -> refuse -> preview", "load -> blur -> preview2");

        var told = (await story.Run()).ShouldRead("""
            load      ran
            refuse    failed
            preview   skipped
            blur      ran
            preview2  ran
            """);

        told.Summary.Outcome.ShouldBe(RunOutcome.Failed);
        told.All<NodeSkipped>().ShouldHaveSingleItem().BecauseOf.ShouldBe("refuse");
        told.All<NodeFailed>().ShouldHaveSingleItem().ShouldBe(new NodeFailed("refuse", "Refuse", 0, "The text 'photo' is not wanted; any other would be right.", "text"));
    }

    [Fact]
    public async Task A_failure_is_never_remembered()
    {
        await using var story = Story.Of("load -> refuse -> preview");
        await story.Run();

        (await story.Run()).ShouldRead("""
            load     reused
            refuse   failed
            preview  skipped
            """);
    }

    [Theory]
    [InlineData("throw", "'Throw' failed with InvalidOperationException: no way with photo")]
    [InlineData("touchNothing", "'TouchNothing' failed with NullReferenceException: ")]
    [InlineData("giveNothing", "'GiveNothing' gave nothing for its output 'STRING' (STRING).")]
    [InlineData("badBeginning", "'BadBeginning' failed with InvalidOperationException: the beginning is bad")]
    [InlineData("missNative", "'MissNative' needs a native library that cannot be loaded: ")]
    [InlineData("giveUp", "'GiveUp' gave up waiting for something of its own: the other side hung up")]
    [InlineData("needService", "the service cannot be made")]
    public async Task Whatever_a_node_throws_becomes_a_sentence(string node, string sentence)
    {
        await using var story = Story.Of($"load -> {node}").Want(node);

        var told = await story.Run();

        told.Sentence(node).ShouldContain(sentence);
        told.Summary.Outcome.ShouldBe(RunOutcome.Failed);
    }

    [Fact]
    public async Task What_a_developer_needs_stands_beside_the_sentence()
    {
        await using var story = Story.Of("load -> throw").Want("throw");

        (await story.Run()).All<NodeFailed>().Single().Details.ShouldNotBeNull().ShouldContain("InvalidOperationException: no way with photo");
    }
}
