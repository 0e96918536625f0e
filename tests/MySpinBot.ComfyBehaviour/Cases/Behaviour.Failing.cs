namespace MySpinBot.ComfyBehaviour;

/// <content>What fails while it runs.</content>
public abstract partial class Behaviour
{
    [Fact]
    public async Task A_node_that_fails_is_named()
    {
        var prompt = New();
        var mix = prompt.Mix(prompt.Image("BLACK"), prompt.Image("NOISE", 32), prompt.Mask(0.5));
        prompt.Save(mix);

        (await ShouldFail(prompt)).NodeId.ShouldBe(mix.Id);
    }

    [Fact]
    public async Task A_circle_in_an_expansion_fails_at_the_node_that_expanded()
    {
        var prompt = New();
        var node = prompt.Add("TestDynamicDependencyCycle", ("input1", prompt.Image("BLACK").Out()), ("input2", prompt.Image("WHITE").Out()));
        prompt.Save(node);

        (await ShouldFail(prompt)).NodeId.ShouldBe(node.Id);
    }

    [Fact]
    public async Task An_expansion_to_a_type_that_nobody_offers_fails()
    {
        var prompt = New();
        var node = prompt.Add("TestExpandsToDisabledNode");

        (await ShouldFail(prompt)).NodeId.ShouldBe(node.Id);
    }

    [Fact]
    public async Task A_failure_after_a_while_is_told_and_the_next_prompt_runs()
    {
        var prompt = New();
        var error = prompt.Add("TestAsyncError", ("value", prompt.Image("BLACK").Out()), ("error_after", 0.1));
        prompt.Save(error);
        (await ShouldFail(prompt)).NodeId.ShouldBe(error.Id);

        var next = new Prompt("recovery");
        var sleep = next.Sleep(next.Image("WHITE"), 0.1);
        next.Save(sleep);
        (await Run(next)).WasDone(sleep).ShouldBeTrue();
    }

    [Fact]
    public async Task A_node_that_gives_up_says_so()
    {
        var prompt = New();
        var node = prompt.Add("TestAsyncTimeout", ("value", prompt.Image("BLACK").Out()), ("timeout", 0.5), ("operation_time", 2.0));
        prompt.Save(node);

        var failure = await ShouldFail(prompt);

        failure.NodeType.ShouldBe("TestAsyncTimeout");
        failure.Message.ShouldContain("timed out");
    }

    [Fact]
    public async Task A_failure_beside_a_node_that_waits_is_told()
    {
        var prompt = New();
        var black = prompt.Image("BLACK");
        var error = prompt.Add("TestSyncError", ("value", black.Out()));
        prompt.Preview(prompt.Sleep(black, 0.5));
        prompt.Preview(error);

        (await ShouldFail(prompt)).NodeId.ShouldBe(error.Id);
    }
}
