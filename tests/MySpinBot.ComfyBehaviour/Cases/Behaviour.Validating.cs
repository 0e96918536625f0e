namespace MySpinBot.ComfyBehaviour;

/// <content>What is refused before anything runs.</content>
public abstract partial class Behaviour
{
    [Theory]
    [InlineData(5, true)]
    [InlineData("foo", true)]
    [InlineData(5.0, false)]
    public async Task A_constant_is_checked_by_the_node(object value, bool isRefused)
        => await Expect(isRefused, prompt => prompt.Save(prompt.Add("TestCustomValidation1", ("input1", value), ("input2", 3.0))), $"{value.GetType().Name}");

    [Theory]
    [InlineData("StubInt", 5)]
    [InlineData("StubMask", 5.0)]
    public async Task A_link_of_another_type_is_refused(string type, object value)
        => await Expect(true, prompt => prompt.Save(prompt.Add("TestCustomValidation1", ("input1", prompt.Add(type, ("value", value)).Out()), ("input2", 3.0))), type);

    [Theory]
    [InlineData("TestCustomValidation2", "StubInt", 5, true)]
    [InlineData("TestCustomValidation2", "StubFloat", 5.0, false)]
    [InlineData("TestCustomValidation3", "StubInt", 5, true)]
    [InlineData("TestCustomValidation3", "StubFloat", 5.0, false)]
    [InlineData("TestCustomValidation4", "StubInt", 5, true)]
    [InlineData("TestCustomValidation4", "StubFloat", 5.0, false)]
    public async Task A_node_may_say_which_links_it_takes(string node, string type, object value, bool isRefused)
        => await Expect(isRefused, prompt => prompt.Save(prompt.Add(node, ("input1", prompt.Add(type, ("value", value)).Out()), ("input2", 3.0))), node + type);

    [Theory]
    [InlineData(0.0, 0.5, false)]
    [InlineData(0.0, 5.0, false)]
    [InlineData(0.0, 7.0, true)]
    public async Task A_node_that_checks_all_itself_is_asked_and_nobody_else(double one, double other, bool isRefused)
        => await Expect(isRefused, prompt => prompt.Save(prompt.Add("TestCustomValidation5", ("input1", one), ("input2", other))), FormattableString.Invariant($"{other}"));

    [Fact]
    public async Task A_circle_and_a_missing_lazy_input_are_refused()
    {
        var prompt = New();
        var (black, white, mask) = (prompt.Image("BLACK"), prompt.Image("WHITE"), prompt.Mask(0.5));
        var first = prompt.Add("TestLazyMixImages", ("image1", black.Out()), ("mask", mask.Out()));
        prompt.Save(prompt.Mix(first, white, mask));

        await ShouldBeRefused(prompt);
        first.Set("image2", prompt.Nodes[^2].Out());
        await ShouldBeRefused(prompt);
    }

    [Fact]
    public async Task A_good_output_is_made_beside_a_bad_one()
    {
        var prompt = New();
        var (black, removed, white, mask) = (prompt.Image("BLACK"), prompt.Image("WHITE"), prompt.Image("WHITE"), prompt.Mask(0.5));
        var (bad, good) = (prompt.Save(prompt.Mix(black, removed, mask)), prompt.Save(prompt.Mix(black, white, mask)));
        prompt.Remove(removed);

        var result = await Run(prompt);
        result.ShouldShow(good, 127);
        result.WasDone(bad).ShouldBeFalse();

        prompt.PutBack(removed);
        (await Run(prompt)).ShouldShow(bad, 127);
    }

    [Fact]
    public async Task A_check_that_takes_its_time_is_waited_for()
    {
        var prompt = New();
        var node = prompt.Add("TestAsyncValidation", ("value", 5.0), ("threshold", 10.0));
        var save = prompt.Save(node);

        (await Run(prompt)).ShouldShow(save, 127);
        node.Set("threshold", 3.0);
        await ShouldBeRefused(prompt);
    }

    [Fact]
    public async Task A_check_that_takes_its_time_may_refuse()
    {
        var prompt = New();
        prompt.Save(prompt.Add("TestAsyncValidationError", ("value", 15.0), ("max_value", 10.0)));

        await ShouldBeRefused(prompt);
    }

    [Fact]
    public async Task An_unknown_type_is_refused()
    {
        var prompt = New();
        prompt.Save(prompt.Add("TestDisabledNode"));

        await ShouldBeRefused(prompt);
    }

    [Fact]
    public async Task A_long_chain_is_checked_and_made()
    {
        var prompt = New();
        var node = prompt.Add("StubInt", ("value", 7));
        for (var i = 0; i < 2000; i++)
        {
            node = prompt.Add("StubInt", ("value", node.Out()));
        }

        var shown = prompt.Preview(prompt.Add("StubImage", ("content", "WHITE"), ("height", node.Out()), ("width", 8), ("batch_size", 1)));

        var image = (await Run(prompt)).Images(shown).ShouldHaveSingleItem();
        (image.Width, image.Height).ShouldBe((8, 7));
    }

    [Fact]
    public async Task An_optional_input_that_is_not_given_has_its_default()
    {
        var prompt = New();
        var white = prompt.Image("WHITE", 64);
        var (plain, given, masked) = (
            prompt.Save(prompt.Add("TestOmittedOptionalInput", ("image", white.Out()))),
            prompt.Save(prompt.Add("TestOmittedOptionalInput", ("image", white.Out()), ("scale", 1.0))),
            prompt.Save(prompt.Add("TestOmittedOptionalInput", ("image", white.Out()), ("mask", prompt.Mask(0.0, 64).Out()))));

        var result = await Run(prompt);

        result.ShouldShow(plain, 127);
        result.ShouldShow(given, 255);
        result.ShouldShow(masked, 0);
    }

    private async Task Expect(bool isRefused, Action<Prompt> build, string name)
    {
        var prompt = new Prompt($"checked_{name}");
        build(prompt);
        if (isRefused)
        {
            await ShouldBeRefused(prompt);
        }
        else
        {
            await Run(prompt);
        }
    }
}
