namespace MySpinBot.EndToEnd.Launching;

public sealed class The_count_of_tests : IDisposable
{
    private readonly Workplace _place = new();

    [Fact]
    public async Task Stands_alone_on_the_last_line()
    {
        Report("A", ("one", "passed"), ("two", "skipped"));
        Report("B", ("three", "passed"));

        var ended = await CountAsync();

        ended.ExitCode.ShouldBe(0, ended.All);
        ended.Lines.Last().ShouldBe("2 passed, 0 failed, 1 skipped");
        ended.Output.ShouldContain("SKIPPED two: because");
        ended.Output.ShouldContain("A: 1 passed, 0 failed, 1 skipped");
    }

    [Fact]
    public async Task Is_a_failure_when_one_failed()
    {
        Report("A", ("one", "passed"), ("two", "failed"));

        var ended = await CountAsync();

        ended.ExitCode.ShouldBe(1, ended.All);
        ended.Lines.Last().ShouldBe("1 passed, 1 failed, 0 skipped");
        ended.Output.ShouldContain("FAILED  two");
    }

    [Fact]
    public async Task Is_a_failure_when_a_project_crashed()
    {
        Report("A", ("one", "passed"));
        File.AppendAllText(Path.Combine(_place.Folder, "projects"), "B\n");

        var ended = await CountAsync();

        ended.ExitCode.ShouldBe(1, ended.All);
        ended.Lines.Last().ShouldBe("1 passed, 1 failed, 0 skipped");
        ended.Output.ShouldContain("B ended without a report");
    }

    [Fact]
    public async Task Is_a_failure_when_nothing_ran()
    {
        var ended = await CountAsync();

        ended.ExitCode.ShouldBe(1, ended.All);
        ended.Lines.Last().ShouldBe("0 passed, 0 failed, 0 skipped");
    }

    public void Dispose() => _place.Dispose();

    private Task<Ended> CountAsync() => _place.RunProgramAsync("node", Path.Combine(Product.Root, "launcher", "report.mjs"), _place.Folder);

    private void Report(string name, params (string Name, string Status)[] tests)
    {
        var each = tests.Select(test => $$"""{ "name": "{{test.Name}}", "status": "{{test.Status}}", "extra": { "reason": "because" } }""");
        _place.Write($"{name}.json", $$"""{ "results": { "tests": [{{string.Join(',', each)}}] } }""");
        File.AppendAllText(Path.Combine(_place.Folder, "projects"), $"{name}\n");
    }
}
