namespace MySpinBot.ComfyBehaviour;

/// <content>Prompts of which only a part is wanted.</content>
public abstract partial class Behaviour
{
    [Fact]
    public async Task Only_the_outputs_that_are_named_are_made()
    {
        var prompt = New();
        var (black, white, noise) = (prompt.Image("BLACK"), prompt.Image("WHITE"), prompt.Image("NOISE"));
        var (first, second, third) = (prompt.Save(black), prompt.Save(white), prompt.Save(noise));

        var result = await Run(prompt, first, third);

        new[] { black, noise, first, third }.ShouldAllBe(node => result.WasDone(node));
        new[] { white, second }.ShouldAllBe(node => !result.DidRun(node));
        result.Images(first).Count.ShouldBe(1);
        result.Images(second).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_output_that_a_named_one_hangs_on_is_made_as_well()
    {
        var prompt = New();
        var black = prompt.Image("BLACK");
        var scaled = prompt.Add("TestOutputNodeWithSocketOutput", ("image", black.Out()), ("value", 2.0));
        var mix = prompt.Mix(scaled, black, prompt.Mask(0.5));
        var save = prompt.Save(mix);

        var result = await Run(prompt, save);

        new[] { black, scaled, mix, save }.ShouldAllBe(node => result.WasDone(node));
    }

    [Fact]
    public async Task Outputs_in_a_row_are_made_as_far_as_they_are_needed()
    {
        var prompt = New();
        var (black, white) = (prompt.Image("BLACK"), prompt.Image("WHITE"));
        var one = prompt.Add("TestOutputNodeWithSocketOutput", ("image", black.Out()), ("value", 1.5));
        var two = prompt.Add("TestOutputNodeWithSocketOutput", ("image", one.Out()), ("value", 2.0));
        var (first, second, third) = (prompt.Save(one), prompt.Save(two), prompt.Save(white));

        var result = await Run(prompt, second);

        new[] { black, one, two, second }.ShouldAllBe(node => result.WasDone(node));
        new[] { white, first, third }.ShouldAllBe(node => !result.DidRun(node));
    }

    [Fact]
    public async Task Lazy_inputs_and_named_outputs_go_together()
    {
        var prompt = New();
        var (black, white, noise) = (prompt.Image("BLACK"), prompt.Image("WHITE"), prompt.Image("NOISE"));
        var (none, half) = (prompt.Mask(0.0), prompt.Mask(0.5));
        var (mix, otherMix) = (prompt.Mix(black, white, none), prompt.Mix(white, noise, half));
        var (save, other) = (prompt.Save(mix), prompt.Save(otherMix));

        var result = await Run(prompt, save);

        new[] { mix, save }.ShouldAllBe(node => result.WasDone(node));
        new[] { black, none }.ShouldAllBe(node => result.WasDone(node) || !place.GoesByRecipeOnly);
        new[] { white, noise, half, otherMix, other }.ShouldAllBe(node => !result.DidRun(node));
    }

    [Fact]
    public async Task No_named_output_is_nothing_to_do()
    {
        var prompt = New();
        prompt.Save(prompt.Image("BLACK"));

        await Should.ThrowAsync<PromptRefusedException>(() => place.RunAsync(prompt.Json().ToJsonString(), []));
    }
}
