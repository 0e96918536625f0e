namespace MySpinBot.ComfyBehaviour;

/// <content>Undeclared inputs, lists, expansions and blocks.</content>
public abstract partial class Behaviour
{
    [Fact]
    public async Task Inputs_that_are_not_declared_are_followed()
    {
        var prompt = New();
        var (black, white) = (prompt.Image("BLACK"), prompt.Image("WHITE"));
        var average = prompt.Add("TestVariadicAverage", ("input1", black.Out()), ("input2", white.Out()), ("input3", prompt.Image("BLACK").Out()), ("input4", prompt.Image("BLACK").Out()));
        var save = prompt.Save(average);

        (await Run(prompt)).ShouldShow(save, 255 / 4);
    }

    [Fact]
    public async Task A_loop_repeats_what_lies_between_its_ends()
    {
        var prompt = New();
        var (black, white) = (prompt.Image("BLACK"), prompt.Image("WHITE"));
        var changing = prompt.Add("TestCustomIsChanged", ("should_change", true), ("image", white.Out()));
        var open = prompt.Add("TestForLoopOpen", ("remaining", 4), ("initial_value1", changing.Out()));
        var average = prompt.Add("TestVariadicAverage", ("input1", black.Out()), ("input2", open.Out(2)));
        var close = prompt.Add("TestForLoopClose", ("flow_control", open.Out()), ("initial_value1", average.Out()));
        var save = prompt.Save(close);

        for (var rounds = 1; rounds < 5; rounds++)
        {
            open.Set("remaining", rounds);
            var result = await Run(prompt);
            result.ShouldShow(save, 255 / (1 << rounds));
            result.DidRun(changing).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_loop_without_chance_is_known_as_a_whole()
    {
        var prompt = New();
        var (grey, white) = (prompt.Image("BLACK", 16), prompt.Image("WHITE", 16));
        var open = prompt.Add("TestForLoopOpen", ("remaining", 3), ("initial_value1", white.Out()));
        var average = prompt.Add("TestVariadicAverage", ("input1", grey.Out()), ("input2", open.Out(2)));
        var close = prompt.Add("TestForLoopClose", ("flow_control", open.Out()), ("initial_value1", average.Out()));
        var save = prompt.Save(close);

        (await Run(prompt)).ShouldShow(save, 255 / 8);
        var again = await Run(prompt);
        again.ShouldShow(save, 255 / 8);
        again.DidRun(close).ShouldBe(!Remembers);

        grey.Set("content", "WHITE");
        (await Run(prompt)).ShouldShow(save, 255);
    }

    [Fact]
    public async Task Some_calls_of_a_list_may_expand_and_others_give_values()
    {
        var prompt = New();
        var values = prompt.Add("TestMakeListNode", ("value1", 0.1), ("value2", 0.2), ("value3", 0.3));
        var mixed = prompt.Add("TestMixedExpansionReturns", ("input1", values.Out()));
        var (made, literal) = (prompt.Save(mixed), prompt.Save(mixed, 1));

        var result = await Run(prompt);

        result.ShouldShow(made, 25, 51, 76);
        result.ShouldShow(literal, 255, 255, 255);
    }

    [Fact]
    public async Task Each_call_of_a_list_wants_its_own_lazy_inputs()
    {
        var prompt = New();
        var values = prompt.Add("TestMakeListNode", ("value1", 0.0), ("value2", 0.5), ("value3", 1.0));
        var mix = prompt.Mix(prompt.Image("BLACK"), prompt.Image("WHITE"), prompt.Mask(values.Out()));
        var save = prompt.Save(prompt.Add("RebatchImages", ("images", mix.Out()), ("batch_size", 3)));

        (await Run(prompt)).ShouldShow(save, 0, 127, 255);
    }

    [Fact]
    public async Task One_element_of_a_list_may_be_blocked()
    {
        var prompt = New();
        var images = List(prompt, prompt.Image("BLACK"), prompt.Image("WHITE"), prompt.Image("BLACK"));
        var numbers = List(prompt, Number(prompt, 1), Number(prompt, 2), Number(prompt, 3));
        var isTwo = prompt.Add("TestIntConditions", ("a", numbers.Out()), ("b", 2), ("operation", "=="));
        var gate = prompt.Add("TestExecutionBlocker", ("input", images.Out()), ("block", isTwo.Out()), ("verbose", false));
        var shown = prompt.Preview(prompt.Add("TestMakeListNode", ("value1", gate.Out())));

        var result = await Run(prompt);

        result.WasDone(shown).ShouldBeTrue();
        result.ShouldShow(shown, 0, 0);
    }

    [Fact]
    public async Task What_waits_may_be_blocked_too()
    {
        var prompt = New();
        var images = List(prompt, prompt.Sleep(prompt.Image("BLACK"), 0.2), prompt.Sleep(prompt.Image("WHITE"), 0.2));
        var isTwo = prompt.Add("TestIntConditions", ("a", List(prompt, Number(prompt, 1), Number(prompt, 2)).Out()), ("b", 2), ("operation", "=="));
        var shown = prompt.Preview(prompt.Add("TestExecutionBlocker", ("input", images.Out()), ("block", isTwo.Out()), ("verbose", false)));

        (await Run(prompt)).ShouldShow(shown, 0);
    }

    [Fact]
    public async Task Accumulations_carry_values_of_any_kind()
    {
        var prompt = New();
        var gathered = prompt.Add("TestListToAccumulationNode", ("list", List(prompt, prompt.Image("BLACK", 16), prompt.Image("WHITE", 16)).Out()));
        var more = prompt.Add("TestAccumulateNode", ("to_add", prompt.Image("WHITE", 16).Out()), ("accumulation", gathered.Out()));
        var changed = prompt.Add("TestAccumulationSetItemNode", ("accumulation", more.Out()), ("index", 0), ("value", prompt.Image("WHITE", 16).Out()));
        var tail = prompt.Add("TestAccumulationTailNode", ("accumulation", changed.Out()));
        var shown = prompt.Preview(prompt.Add("TestAccumulationToListNode", ("accumulation", tail.Out())));
        var one = prompt.Preview(prompt.Add("TestAccumulationGetItemNode", ("accumulation", gathered.Out()), ("index", 0)));

        var result = await Run(prompt);

        result.ShouldShow(shown, 255, 255);
        result.ShouldShow(one, 0);
    }

    private static PromptNode List(Prompt prompt, params PromptNode[] of) => prompt.Add("TestMakeListNode", [.. of.Select((node, i) => ($"value{i + 1}", (object?)node.Out()))]);

    private static PromptNode Number(Prompt prompt, int value) => prompt.Add("StubInt", ("value", value));
}
