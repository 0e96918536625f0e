using System.Globalization;
using MySpinBot.Runtime.Outputs;
using MySpinBot.Runtime.Results;
using MySpinBot.Runtime.Tests.Stories;

namespace MySpinBot.Runtime.Tests.Outputs;

public sealed class A_job_whose_process_is_killed
{
    private const int Kills = 40;
    private const int Calls = 400;
    private const int Saves = 60;

    [Fact]
    public async Task Each_call_leaves_one_file_with_the_right_bytes_and_nobody_elses_is_touched()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(20260101);
        var others = new Dictionary<string, string>();
        var attempt = 0;
        var kills = 0;
        for (; kills < Kills; attempt++)
        {
            using var child = Child.Start("save", folder.Path, attempt.ToString(CultureInfo.InvariantCulture), Calls.ToString(CultureInfo.InvariantCulture));
            (await child.StandardOutput.ReadLineAsync()).ShouldBe("going");

            // Somewhere in the first few of the calls that are left; the whole takes a hundred times as long.
            await Task.Delay(random.Next(0, 12));
            if (child.HasExited)
            {
                break;
            }

            child.Kill();
            await child.WaitForExitAsync();
            kills++;
            await SaveAnother(folder, others);
        }

        using (var last = Child.Start("save", folder.Path, attempt.ToString(CultureInfo.InvariantCulture), Calls.ToString(CultureInfo.InvariantCulture)))
        {
            (await last.StandardOutput.ReadToEndAsync()).ShouldEndWith("over\n");
        }

        kills.ShouldBeGreaterThan(30);
        var files = Saved(folder);
        foreach (var (name, text) in others)
        {
            files.Remove(name, out var there).ShouldBeTrue(name);
            there.ShouldBe(text);
        }

        foreach (var (call, (made, name)) in SavingChild.Done(folder.Path))
        {
            files.Remove(name, out var there).ShouldBeTrue(name);
            there.ShouldBe(SavingChild.Text(call, made));
        }

        files.Keys.ShouldBeEmpty();
        File.Exists(SavingChild.Journal(folder.Path)).ShouldBeFalse();
    }

    [Fact]
    public async Task An_engine_that_runs_the_job_again_leaves_no_second_file()
    {
        await using var story = Story.Of("load -> preview");
        var random = new Random(20260102);
        for (var kill = 0; kill < 6; kill++)
        {
            using var child = Child.Start("engine", story.Folder);
            (await child.StandardOutput.ReadLineAsync()).ShouldBe("going");
            await Task.Delay(random.Next(0, 120));
            child.Kill();
            await child.WaitForExitAsync();
        }

        using (var last = Child.Start("engine", story.Folder))
        {
            (await last.StandardOutput.ReadToEndAsync()).ShouldEndWith("Succeeded\n");
        }

        story.Saved().Values.Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, Saves).Select(i => $"text {i}").Order(StringComparer.Ordinal));
        story.Saved().Keys.ShouldAllBe(name => name.StartsWith("story_", StringComparison.Ordinal));
        File.Exists(JournalOf(story.Folder)).ShouldBeFalse();
    }

    /// <summary>Runs a graph of many saves as a job, and says when the first one begins.</summary>
    internal static async Task Engine(string folder)
    {
        await using var story = Story.Of([.. Enumerable.Range(0, Saves).Select(i => $"load{i} -> save{i}")]).At(folder);
        for (var i = 0; i < Saves; i++)
        {
            story.Set($"load{i}.text", $"text {i}");
        }

        Console.WriteLine((await Warm(story)) ? "going" : "");
        var told = await story.Run(with: options => options with { OutputJournal = JournalOf(folder) });
        await story.Restart();
        Console.WriteLine(told.Summary.Outcome.ToString());
    }

    private static async Task<bool> Warm(Story story) => (await story.Validate()).Problems.IsEmpty;

    private static string JournalOf(string folder) => Path.Join(folder, "names", "job");

    private static async Task SaveAnother(TemporaryFolder folder, Dictionary<string, string> others)
    {
        await using var cache = ResultCache.Open(null, 1 << 20, TimeProvider.System, report => Assert.Fail(report));
        var outputs = new OutputFolder(SavingChild.Out(folder.Path), cache.Artifacts, cache.Digests, new OutputNumbers(), TimeProvider.System).ForNode("other", _ => { });
        foreach (var prefix in (string[])["shot", "sub/shot"])
        {
            using var file = outputs.Number(prefix, ".txt");
            await File.WriteAllTextAsync(file.TemporaryPath, $"other {others.Count}");
            others.Add(file.Name, $"other {others.Count}");
            await file.CompleteAsync("text/plain", default);
        }
    }

    private static Dictionary<string, string> Saved(TemporaryFolder folder)
        => Directory.EnumerateFiles(SavingChild.Out(folder.Path), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .ToDictionary(path => Path.GetRelativePath(SavingChild.Out(folder.Path), path), File.ReadAllText);
}
