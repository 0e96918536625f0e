namespace MySpinBot.ComfyBehaviour;

/// <content>What is made again, and what is not.</content>
public abstract partial class Behaviour
{
    [Fact]
    public async Task A_lazy_input_that_nobody_wants_is_not_made()
    {
        var prompt = New();
        var (black, white, mask) = (prompt.Image("BLACK"), prompt.Image("WHITE"), prompt.Mask(0.0));
        var mix = prompt.Mix(black, white, mask);
        var save = prompt.Save(mix);

        var result = await Run(prompt);

        result.ShouldShow(save, 0);
        result.DidRun(white).ShouldBeFalse();
        new[] { mix, save }.ShouldAllBe(node => result.WasDone(node));
        new[] { black, mask }.ShouldAllBe(node => result.WasDone(node) || !place.GoesByRecipeOnly);
    }

    [Fact]
    public async Task The_same_prompt_again_runs_nothing_where_results_are_remembered()
    {
        var prompt = New();
        prompt.Save(prompt.Mix(prompt.Image("BLACK"), prompt.Image("NOISE"), prompt.Mask(0.5)));

        await Run(prompt);
        var result = await Run(prompt);

        prompt.Nodes.ShouldAllBe(node => result.DidRun(node) == !Remembers);
    }

    [Fact]
    public async Task Changing_one_node_makes_only_what_hangs_on_it_again()
    {
        var prompt = New();
        var (black, noise, mask) = (prompt.Image("BLACK"), prompt.Image("NOISE"), prompt.Mask(0.5));
        var mix = prompt.Mix(black, noise, mask);
        prompt.Save(mix);

        await Run(prompt);
        mask.Set("value", 0.4);
        var result = await Run(prompt);

        result.DidRun(black).ShouldBe(!Remembers);
        result.DidRun(noise).ShouldBe(!Remembers);
        result.DidRun(mask).ShouldBeTrue();
        result.DidRun(mix).ShouldBeTrue();
    }

    [Fact]
    public async Task Results_that_are_known_are_told_with_all_that_stands_above_them()
    {
        var prompt = New();
        var (black, white, mask) = (prompt.Image("BLACK", 40), prompt.Image("WHITE", 40), prompt.Mask(0.25, 40));
        var mix = prompt.Mix(black, white, mask);
        prompt.Save(mix);
        await Run(prompt);

        var other = new Prompt(prompt.Name + "2");
        var (black2, white2, mask2) = (other.Image("BLACK", 40), other.Image("WHITE", 40), other.Mask(0.25, 40));
        var mix2 = other.Mix(black2, white2, mask2);
        var save2 = other.Save(mix2);
        var result = await Run(other);

        result.DidRun(save2).ShouldBeTrue();
        result.WasCached(mix2).ShouldBe(Remembers);
        new[] { black2, white2, mask2 }.ShouldAllBe(node => result.WasDone(node) || !place.GoesByRecipeOnly);
    }

    [Fact]
    public async Task A_fingerprint_says_whether_a_node_is_the_same()
    {
        var prompt = New();
        var save = prompt.Add("SaveImage", ("filename_prefix", prompt.Name));
        var changing = prompt.Add("TestCustomIsChanged", ("should_change", false));
        save.Set("images", changing.Out());
        changing.Set("image", prompt.Image("BLACK").Out());

        var first = await Run(prompt);
        var second = await Run(prompt);
        changing.Set("should_change", true);
        var third = await Run(prompt);
        var fourth = await Run(prompt);

        first.DidRun(changing).ShouldBeTrue();
        second.DidRun(changing).ShouldBe(!Remembers);
        third.DidRun(changing).ShouldBeTrue();
        fourth.DidRun(changing).ShouldBeTrue();
        fourth.DidRun(save).ShouldBe(place.GoesByRecipeOnly);
    }

    [Fact]
    public async Task A_fingerprint_sees_constants_only()
    {
        var prompt = New();
        var grey = prompt.Add("StubConstantImage", ("value", 0.5), ("height", 64), ("width", 64), ("batch_size", 1));
        var node = prompt.Add("TestIsChangedWithConstants", ("image", grey.Out()), ("value", 0.5));
        var shown = prompt.Preview(node);

        (await Run(prompt)).ShouldShow(shown, 63);
        var again = await Run(prompt);

        again.ShouldShow(shown, 63);
        again.DidRun(node).ShouldBe(!Remembers);
    }

    [Fact]
    public async Task What_stands_after_a_node_with_an_id_of_its_own_is_known_too()
    {
        var prompt = New();
        var sleep = prompt.Sleep(prompt.Image("BLACK"), 0.2);
        prompt.Save(sleep);

        (await Run(prompt)).DidRun(sleep).ShouldBeTrue();
        (await Run(prompt)).DidRun(sleep).ShouldBe(!Remembers);
    }

    [Fact]
    public async Task Two_nodes_that_do_the_same_both_show_what_they_made()
    {
        var prompt = New();
        var black = prompt.Image("BLACK");
        var (one, other) = (prompt.Save(black), prompt.Save(black));

        var result = await Run(prompt);

        result.ShouldShow(one, 0);
        result.ShouldShow(other, 0);
    }

    [Fact]
    public async Task An_output_that_is_known_shows_what_it_showed()
    {
        var prompt = New();
        var save = prompt.Save(prompt.Image("WHITE", 32));

        (await Run(prompt)).ShouldShow(save, 255);
        (await Run(prompt)).ShouldShow(save, 255);
    }

    [Fact]
    public async Task An_expansion_that_is_known_shows_what_it_showed_inside()
    {
        var prompt = New();
        var expander = prompt.Add("TestExecutedNodeIdsExpander", ("value", "stable child"));

        var first = await Run(prompt);
        var second = await Run(prompt);

        first.DidRun(expander).ShouldBeTrue();
        first.Ran.Count.ShouldBe(2);
        second.Ran.Count.ShouldBe(Remembers ? 0 : 2);
    }

    [Fact]
    public async Task A_middle_that_changes_leaves_what_stands_above_it()
    {
        var prompt = New();
        var (source, white) = (prompt.Image("BLACK", 32), prompt.Image("WHITE", 32));
        var (firstMask, lastMask) = (prompt.Mask(0.5, 32), prompt.Mask(0.5, 32));
        var first = prompt.Mix(source, white, firstMask);
        var last = prompt.Mix(first, white, lastMask);
        var shown = prompt.Preview(last);

        await Run(prompt);
        lastMask.Set("value", 0.9);
        var result = await Run(prompt);

        new[] { last, shown, lastMask }.ShouldAllBe(node => result.DidRun(node));
        new[] { source, white, first, firstMask }.ShouldAllBe(node => result.DidRun(node) == !Remembers);
    }
}
