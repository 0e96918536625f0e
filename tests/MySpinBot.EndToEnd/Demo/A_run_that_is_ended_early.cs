namespace MySpinBot.EndToEnd.Demo;

public sealed class A_run_that_is_ended_early : IDisposable
{
    private readonly Workplace _place = new();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Ends_with_130_and_leaves_no_half_file(string signal)
    {
        var speech = Witness.Of("espeak-ng", "--stdout", _place);
        using var child = _place.Start("demo", "--json");
        await child.UntilAsync(() => speech.Times >= 1);

        child.Signal(signal);
        var ended = await child.EndAsync();

        ended.ExitCode.ShouldBe(130, ended.All);
        _place.Saved.ShouldBeEmpty();
        Workplace.Events(ended.Output)[^1].GetProperty("outcome").GetString().ShouldBe("cancelled");
    }

    [Fact]
    public async Task Goes_on_from_its_finished_calls_after_it_was_killed()
    {
        var speech = Witness.Of("espeak-ng", "--stdout", _place);
        HashSet<string> finished;
        using (var child = _place.Start("demo", "--json"))
        {
            // Two sentences at most are under way at once, each spoken three times: some are done by then.
            await child.UntilAsync(() => speech.Times >= 5 * DemoScript.TimesASentence);
            var output = child.OutputSoFar;
            finished = Workplace.Nodes(Workplace.Events(output[..(output.LastIndexOf('\n') + 1)]), "node_finished");

            // What took next to no time is written in groups, up to fifty milliseconds later.
            await Task.Delay(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken);
            child.Signal("KILL");
            await child.EndAsync();
        }

        finished.ShouldNotBeEmpty();
        _place.Saved.Where(name => name.EndsWith("demo.mp4", StringComparison.Ordinal)).ShouldBeEmpty();
        var before = speech.Times;

        var ended = await _place.RunAsync("demo", "--json");

        ended.ExitCode.ShouldBe(0, ended.All);
        Workplace.Nodes(Workplace.Events(ended.Output), "node_started").Intersect(finished).ShouldBeEmpty();

        // Of what was begun before, at most what two cores had under way is begun again.
        (speech.Times - before).ShouldBeLessThan(DemoScript.SentencesInAll * DemoScript.TimesASentence);
        _place.Saved.Order(StringComparer.Ordinal).ShouldBe(["demo.mp4", "demo.srt"]);
    }

    public void Dispose() => _place.Dispose();
}
