using MySpinBot.Runtime.Outputs;
using MySpinBot.Runtime.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Outputs;

public sealed class Names_are_kept_for_a_job : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ResultCache _cache = ResultCache.Open(null, 1 << 20, TimeProvider.System, report => Assert.Fail(report));

    private string Out => _folder.Sub("out");

    public async ValueTask DisposeAsync()
    {
        await _cache.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_same_call_gets_the_same_names_in_a_later_run_and_replaces_its_files()
    {
        using (var first = Run())
        {
            (await Save(first, 0, "cat", "one")).ShouldBe("cat_00001_.txt");
            (await Save(first, 1, "cat", "two")).ShouldBe("cat_00002_.txt");
        }

        using var again = Run();
        (await Save(again, 1, "cat", "two again")).ShouldBe("cat_00002_.txt");
        (await Save(again, 2, "cat", "three")).ShouldBe("cat_00003_.txt");
        (await Save(again, 0, "cat", "one again")).ShouldBe("cat_00001_.txt");
        (await Save(again, 0, "cat", "dog", ".md")).ShouldBe("cat_00004_.md");
        Read().ShouldBe(["cat_00001_.txt: one again", "cat_00002_.txt: two again", "cat_00003_.txt: three", "cat_00004_.md: dog"]);
    }

    [Fact]
    public async Task Outputs_of_one_call_are_told_apart_by_their_order()
    {
        using (var first = Run())
        {
            var call = first.Folder.ForCall("n", 0, _ => { });
            await Write(call.Number("cat", ".txt"), "a");
            await Write(call.Number("dog", ".txt"), "b");
            await Write(call.Number("cat", ".txt"), "c");
        }

        using var again = Run();
        var repeated = again.Folder.ForCall("n", 0, _ => { });
        (await Write(repeated.Number("dog", ".txt"), "b")).ShouldBe("dog_00001_.txt");
        (await Write(repeated.Number("cat", ".txt"), "a")).ShouldBe("cat_00001_.txt");
        (await Write(repeated.Number("cat", ".txt"), "c")).ShouldBe("cat_00002_.txt");
    }

    [Fact]
    public async Task A_name_without_a_file_yet_is_given_to_nobody_else_though_its_process_is_dead()
    {
        await Killed();

        // Another job in the next process.
        using (var other = Run(job: "other"))
        {
            (await Save(other, 0, "shot", "other")).ShouldBe("shot_00002_.txt");
        }

        Directory.EnumerateFiles(Out, ".*part*").ShouldBeEmpty();
        using var again = Run();
        (await Save(again, 0, "shot", "mine")).ShouldBe("shot_00001_.txt");
        Directory.EnumerateFiles(Out, ".*").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_kept_for_a_job_that_is_over_is_free_again()
    {
        await Killed();
        using (var again = Run())
        {
            again.Close(isOver: true);
        }

        File.Exists(Journal("job")).ShouldBeFalse();
        Directory.EnumerateFiles(Out, ".*").ShouldBeEmpty();

        await Killed();
        File.Delete(Journal("job"));
        using var other = Run(job: "other");
        (await Save(other, 0, "shot", "other")).ShouldBe("shot_00001_.txt");
        Directory.EnumerateFiles(Out, ".*").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_somebody_else_has_put_there_meanwhile_is_left_alone()
    {
        using (var first = Run())
        {
            await Save(first, 0, "cat", "mine");
        }

        File.WriteAllText(_folder.Sub("out", "cat_00001_.txt"), "somebody else's");
        using var again = Run();
        (await Save(again, 0, "cat", "mine again")).ShouldBe("cat_00002_.txt");
        Read().ShouldBe(["cat_00001_.txt: somebody else's", "cat_00002_.txt: mine again"]);
    }

    [Fact]
    public async Task A_call_that_fails_gives_its_name_back_but_not_one_that_a_file_has()
    {
        using var run = Run();
        using (run.Folder.ForCall("n", 0, _ => { }).Number("cat", ".txt"))
        {
            // Nothing was written.
        }

        (await Save(run, 0, "cat", "one")).ShouldBe("cat_00002_.txt");
        using (run.Folder.ForCall("n", 0, _ => { }).Number("cat", ".txt"))
        {
            // It was saved before, and is not now.
        }

        (await Save(run, 0, "cat", "one again")).ShouldBe("cat_00002_.txt");
        Read().ShouldBe(["cat_00002_.txt: one again"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"node\":\"n\",\"call\":0,\"pre")]
    [InlineData("null\n[1]\n{}\n\u0000\u0001\n")]
    public async Task A_journal_that_was_cut_off_or_is_none_counts_for_what_can_be_read(string tail)
    {
        using (var first = Run())
        {
            await Save(first, 0, "cat", "one");
        }

        await File.AppendAllTextAsync(Journal("job"), tail);
        using (var second = Run())
        {
            (await Save(second, 1, "cat", "two")).ShouldBe("cat_00002_.txt");
        }

        using var again = Run();
        (await Save(again, 1, "cat", "two")).ShouldBe("cat_00002_.txt");
        (await Save(again, 0, "cat", "one")).ShouldBe("cat_00001_.txt");
    }

    [Fact]
    public async Task A_name_in_it_that_leads_out_is_not_believed()
    {
        _folder.Write("names/job", """{"node":"n","call":0,"prefix":"cat","extension":".txt","order":0,"name":"cat.txt"}""" + "\n");
        using var run = Run();
        (await Save(run, 0, "cat", "one")).ShouldBe("cat_00001_.txt");

        _folder.Write("names/other", """{"node":"n","call":0,"prefix":"cat","extension":".txt","order":0,"name":"../cat_00009_.txt"}""" + "\n");
        using var other = Run(job: "other");
        (await Save(other, 0, "cat", "one")).ShouldBe("cat_00002_.txt");
        File.Exists(_folder.Sub("cat_00009_.txt")).ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_is_saved_any_more_when_the_run_is_over()
    {
        using var run = Run();
        using var late = run.Folder.ForCall("n", 0, _ => { }).Number("cat", ".txt");
        File.WriteAllText(late.TemporaryPath, "late");
        run.Close(isOver: true);

        (await Should.ThrowAsync<NodeFailure>(async () => await late.CompleteAsync("text/plain", default))).Message.ShouldContain("its run has ended");
        Should.Throw<NodeFailure>(() => run.Folder.ForCall("n", 1, _ => { }).Number("cat", ".txt")).Message.ShouldContain("its run has ended");
        Should.Throw<NodeFailure>(() => run.Folder.ForCall("n", 1, _ => { }).Exactly("cat.txt")).Message.ShouldContain("its run has ended");
        File.Exists(Journal("job")).ShouldBeFalse();
    }

    /// <summary>A process of the job that was killed while it wrote <c>shot_00001_</c>.</summary>
    private async Task Killed()
    {
        using var child = Child.Start("abandon", Out, Journal("job"));
        (await child.StandardOutput.ReadLineAsync()).ShouldBe("going");
        child.Kill();
        await child.WaitForExitAsync();
        Directory.EnumerateFiles(Out, ".*").Count().ShouldBe(2);
    }

    [Fact]
    public void A_line_that_a_full_disk_took_a_part_of_costs_none_of_those_behind_it()
    {
        using var disk = SmallDisk.OrSkip(64);
        var path = Path.Join(disk.Path, "journal");
        var (first, long_, last) = (new OutputClaim("1", 0, "a", ".png", 0), new OutputClaim("1", 0, new string('x', 8000), ".png", 0), new OutputClaim("1", 0, "b", ".png", 0));
        using (var journal = OutputJournal.Open(path, sentence => Assert.Fail(sentence)))
        {
            journal.Reserve(first, OutputName.Of("a_00001_.png"));
            disk.Fill();
            Should.Throw<IOException>(() => journal.Reserve(long_, OutputName.Of("x_00001_.png")));
            File.Delete(Path.Join(disk.Path, "filler"));
            journal.Reserve(last, OutputName.Of("b_00001_.png"));
        }

        new FileInfo(path).Length.ShouldBeGreaterThan(4000, "A part of it was taken.");
        using var again = OutputJournal.Open(path, sentence => Assert.Fail(sentence));
        again.Find(first)!.Name.ShouldBe("a_00001_.png");
        again.Find(long_).ShouldBeNull();
        again.Find(last)!.Name.ShouldBe("b_00001_.png");
    }

    private string Journal(string job) => _folder.Sub("names", job);

    private JobRun Run(string job = "job")
    {
        var journal = OutputJournal.Open(Journal(job), report => Assert.Fail(report));
        return new JobRun(new OutputFolder(Out, _cache.Artifacts, _cache.Digests, new OutputNumbers(), TimeProvider.System, journal), journal);
    }

    private static async Task<string> Save(JobRun run, int call, string prefix, string text, string extension = ".txt")
        => await Write(run.Folder.ForCall("n", call, _ => { }).Number(prefix, extension), text);

    private static async Task<string> Write(OutputFile reserved, string text)
    {
        using var file = reserved;
        await File.WriteAllTextAsync(file.TemporaryPath, text);
        return (await file.CompleteAsync("text/plain", default)).Name;
    }

    private IEnumerable<string> Read() => Directory.EnumerateFiles(Out).Order(StringComparer.Ordinal).Select(path => $"{Path.GetFileName(path)}: {File.ReadAllText(path)}");

    /// <summary>A run of a job, as the next process has it; disposing it leaves the journal.</summary>
    private sealed record JobRun(OutputFolder Folder, OutputJournal Journal) : IDisposable
    {
        public void Close(bool isOver) => Folder.Close(isOver);

        public void Dispose() => Journal.Dispose();
    }
}
