using System.Diagnostics;

namespace MySpinBot.ComfyBehaviour;

/// <content>Nodes that wait do so beside each other. Times are compared with what one after the other would take, since machines are slow in their own ways.</content>
public abstract partial class Behaviour
{
    [Fact]
    public async Task Nodes_that_wait_do_so_beside_each_other()
    {
        var prompt = New();
        var black = prompt.Image("BLACK");
        var asleep = new[] { 1.9, 2.0, 2.1 }.Select(seconds => prompt.Sleep(black, seconds)).ToList();
        asleep.ForEach(node => prompt.Preview(node));
        var watch = Stopwatch.StartNew();

        var result = await Run(prompt);

        watch.Elapsed.TotalSeconds.ShouldBeLessThan(5.9);
        asleep.ShouldAllBe(node => result.DidRun(node));
    }

    [Fact]
    public async Task Nodes_of_an_expansion_wait_beside_each_other()
    {
        var prompt = New();
        var node = prompt.Add(
            "TestParallelSleep",
            ("image1", prompt.Image("BLACK").Out()),
            ("image2", prompt.Image("WHITE").Out()),
            ("image3", prompt.Image("WHITE").Out()),
            ("sleep1", 1.8),
            ("sleep2", 1.9),
            ("sleep3", 2.0));
        var save = prompt.Save(node);
        var watch = Stopwatch.StartNew();

        var result = await Run(prompt);

        watch.Elapsed.TotalSeconds.ShouldBeLessThan(5.6);
        result.DidRun(node).ShouldBeTrue();
        result.ShouldShow(save, 170);
    }

    [Fact]
    public async Task An_expansion_may_be_as_wide_as_it_is_told()
    {
        var prompt = New();
        var node = prompt.Add("TestDynamicAsyncGeneration", ("image1", prompt.Image("BLACK").Out()), ("image2", prompt.Image("WHITE").Out()), ("num_async_nodes", 5), ("sleep_duration", 0.4));
        var save = prompt.Save(node);

        var result = await Run(prompt);

        result.DidRun(node).ShouldBeTrue();
        result.ShouldShow(save, 255 * 2 / 5);
    }

    [Fact]
    public async Task What_hangs_on_nodes_that_wait_comes_after_them()
    {
        var prompt = New();
        var (one, other) = (prompt.Sleep(prompt.Image("BLACK"), 0.2), prompt.Sleep(prompt.Image("WHITE"), 0.2));
        var average = prompt.Add("TestVariadicAverage", ("input1", one.Out()), ("input2", other.Out()));
        var save = prompt.Save(average);

        var result = await Run(prompt);

        new[] { one, other, save }.ShouldAllBe(node => result.DidRun(node));
        result.WasDone(average).ShouldBeTrue();
        result.ShouldShow(save, 127);
    }

    [Fact]
    public async Task A_lazy_input_that_would_wait_is_not_waited_for()
    {
        var prompt = New();
        var (wanted, unwanted) = (prompt.Sleep(prompt.Image("BLACK"), 0.3), prompt.Sleep(prompt.Image("WHITE"), 0.3));
        prompt.Save(prompt.Mix(wanted, unwanted, prompt.Mask(0.0)));

        var result = await Run(prompt);

        result.DidRun(wanted).ShouldBeTrue();
        result.DidRun(unwanted).ShouldBeFalse();
    }

    [Fact]
    public async Task A_node_may_take_its_time_to_say_what_it_wants()
    {
        var prompt = New();
        var node = prompt.Add("TestAsyncLazyCheck", ("input1", "value1"), ("input2", "value2"), ("condition", true));
        var save = prompt.Save(node);

        var result = await Run(prompt);

        result.DidRun(node).ShouldBeTrue();
        result.ShouldShow(save, 255);
    }

    [Fact]
    public async Task What_is_used_for_a_while_is_given_back()
    {
        var prompt = New();
        var black = prompt.Image("BLACK");
        var users = Enumerable.Range(0, 5).Select(i => prompt.Add("TestAsyncResourceUser", ("value", black.Out()), ("resource_id", $"{prompt.Name}{i}"), ("duration", 0.1))).ToList();
        users.ForEach(user => prompt.Preview(user));

        var first = await Run(prompt);
        var second = await Run(prompt);

        users.ShouldAllBe(user => first.DidRun(user));
        users.ShouldAllBe(user => second.DidRun(user) == !Remembers);
    }

    [Fact]
    public async Task Nodes_that_wait_and_nodes_that_work_take_turns()
    {
        var prompt = New();
        var mix = prompt.Mix(prompt.Image("BLACK", 64), prompt.Image("WHITE", 64), prompt.Mask(0.5, 64));
        var sleep = prompt.Sleep(mix, 0.2);
        var half = prompt.Add("TestCustomValidation1", ("input1", sleep.Out()), ("input2", 0.5));
        var second = prompt.Sleep(half, 0.2);
        var save = prompt.Save(second);

        var result = await Run(prompt);

        new[] { mix, sleep, half, second }.ShouldAllBe(node => result.WasDone(node));
        result.ShouldShow(save, 63);
    }

    [Fact]
    public async Task Progress_may_be_told_from_nodes_that_wait_and_from_nodes_that_work()
    {
        var prompt = New();
        var working = prompt.Add("TestSyncProgressUpdate", ("value", prompt.Image("BLACK", 256).Out()), ("sleep_seconds", 0.3));
        var waiting = prompt.Add("TestAsyncProgressUpdate", ("value", prompt.Image("WHITE", 256).Out()), ("sleep_seconds", 0.3));
        var (black, white) = (prompt.Save(working), prompt.Save(waiting));

        var result = await Run(prompt);

        new[] { working, waiting, black, white }.ShouldAllBe(node => result.DidRun(node));
        result.ShouldShow(black, 0);
        result.ShouldShow(white, 255);
    }

    [Fact]
    public async Task A_batch_is_worked_off_picture_by_picture()
    {
        var prompt = New();
        var batch = prompt.Add("StubImage", ("content", "BLACK"), ("height", 16), ("width", 16), ("batch_size", 3));
        var shown = prompt.Preview(prompt.Add("TestAsyncBatchProcessing", ("images", batch.Out()), ("process_time_per_item", 0.02)));

        (await Run(prompt)).ShouldShow(shown, 255, 255, 255);
    }

    [Fact]
    public async Task Nodes_may_take_turns_among_themselves()
    {
        var prompt = New();
        var white = prompt.Image("WHITE", 16);
        var shown = Enumerable.Range(0, 4).Select(i => prompt.Preview(prompt.Add("TestAsyncConcurrentLimit", ("value", white.Out()), ("duration", 0.1), ("node_id", i)))).ToList();

        var result = await Run(prompt);

        shown.ForEach(node => result.ShouldShow(node, 255));
    }
}
