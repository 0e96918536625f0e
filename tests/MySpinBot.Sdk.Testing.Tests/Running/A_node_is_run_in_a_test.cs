using MySpinBot.Sdk.Testing.Tests.Declared;

namespace MySpinBot.Sdk.Testing.Tests.Running;

public sealed class A_node_is_run_in_a_test : IAsyncDisposable
{
    private readonly NodeRunner _nodes = NodeRunner.For(typeof(GoodNodes).Assembly);

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task What_it_gives_and_says_is_seen()
    {
        var result = await _nodes.RunAsync("RepeatText", new { text = "ho ", maxTimes = 3, how = Brightness.VeryBright });

        result.Output<string>().ShouldBe("ho ho ho ");
        result.Written.Count.ShouldBe(3);
        string.Concat(result.Written).ShouldBe(result.Output<string>());
        result.Progress.ShouldBe([new ReportedProgress(1, 3, "times"), new ReportedProgress(2, 3, "times"), new ReportedProgress(3, 3, "times")]);
        result.Log.ShouldBe([new LoggedMessage(false, "repeated, VeryBright")]);
        result.Shown.ShouldHaveSingleItem().Item.GetString().ShouldBe("ho ");
    }

    [Fact]
    public async Task What_is_not_given_has_its_default()
        => (await _nodes.RunAsync("RepeatText", new Dictionary<string, object?> { ["text"] = "a" })).Output<string>().ShouldBe("aa");

    [Fact]
    public async Task Only_what_it_asks_for_is_made()
    {
        var result = await _nodes.RunAsync("ChooseText", new { first = false, one = "1", other = "2" });

        result.Asked.ShouldBe(["other"]);
        result.Output<string>().ShouldBe("2");
    }

    [Fact]
    public async Task Files_that_it_saves_are_there()
    {
        var result = await _nodes.RunAsync("KeepText", new { text = "kept" });

        var file = result.Saved.ShouldHaveSingleItem();
        file.Name.ShouldBe("kept_00001_.txt");
        (await File.ReadAllTextAsync(result.PathOf(file))).ShouldBe("kept");
    }

    [Fact]
    public async Task A_file_is_given_by_its_path_and_a_list_as_a_sequence()
    {
        var path = Path.Combine(_nodes.Folder, "five.txt");
        await File.WriteAllTextAsync(path, "12345");

        (await _nodes.RunAsync("FileLength", new { file = path, factors = new[] { 2, 3 } })).Output<long>().ShouldBe(30);
    }

    [Fact]
    public async Task What_its_validation_refuses_is_refused()
        => (await Should.ThrowAsync<NodeFailure>(() => _nodes.RunAsync("FileLength", new { file = typeof(GoodNodes).Assembly.Location, factors = 13 }))).Message.ShouldBe("Thirteen is not taken; choose another number.");

    [Fact]
    public async Task Services_live_as_long_as_the_runner()
    {
        await _nodes.RunAsync("CountCalls");
        (await _nodes.RunAsync("CountCalls")).Output<long>().ShouldBe(2);
    }

    [Fact]
    public async Task Slips_of_the_test_are_told()
    {
        (await Should.ThrowAsync<ArgumentException>(() => _nodes.RunAsync("RepeatTxt"))).Message.ShouldStartWith("The pack has no node 'RepeatTxt'; it has ");
        (await Should.ThrowAsync<ArgumentException>(() => _nodes.RunAsync("RepeatText"))).Message.ShouldStartWith("RepeatText needs the input 'text' (STRING).");
        (await Should.ThrowAsync<ArgumentException>(() => _nodes.RunAsync("RepeatText", new { text = "", maxTimse = 1 }))).Message.ShouldStartWith("RepeatText has no input 'max_timse': did you mean 'max_times'?");
    }
}
