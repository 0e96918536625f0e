using System.Text;
using MySpinBot.Core.Manifests;
using MySpinBot.Core.Messages;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Stories;

public sealed class What_a_run_rests_on_is_written_down
{
    [Fact]
    public async Task Of_every_node_with_its_code_its_seeds_its_files_and_what_it_gave()
    {
        await using var story = Story.Of("readFile -> noted -> save").Set("readFile.file", "words.txt").Set("noted.seed", 42);
        Write(story, "words.txt", "hello");

        var manifest = (await Recorded(story)).Manifest!;

        manifest.Outcome.ShouldBe(RunOutcome.Succeeded);
        manifest.Targets.ShouldBe(["save"]);
        manifest.Engine.Version.ShouldBe(typeof(Engine).Assembly.GetName().Version!.ToString(3));
        manifest.Platform.Runtime.ShouldBe(Environment.Version.ToString());
        var type = manifest.Types["Noted"];
        (type.Plugin, type.Repeatability, type.Version).ShouldBe(("MySpinBot.BadHabits", ManifestRepeatability.SameMachine, 1));
        type.Implementation.ShouldBe((await story.Engine()).Catalog.Find("Noted")!.ImplementationId);
        type.PluginVersion.ShouldNotBeNull();

        manifest.Nodes.Select(node => $"{node.Id} {node.State}").ShouldBe(["readFile Ran", "noted Ran", "save Ran"]);
        manifest.Nodes[0].Files.ShouldHaveSingleItem().ShouldBe(new ManifestFile("file", "words.txt", ContentId.Of("hello"u8), 5, "input"));
        manifest.Nodes[1].Seeds!["seed"].ShouldBe(42);
        manifest.Nodes[1].Notes!["provider"].ShouldBe("cpu");
        manifest.Nodes[1].Outputs!.ShouldHaveSingleItem().ShouldNotBeNull();
        manifest.Nodes[2].Saved.ShouldHaveSingleItem().Id.ShouldBe(ContentId.Of("hello 42"u8));
    }

    [Fact]
    public async Task And_is_the_same_but_for_what_became_of_them_where_results_were_reused()
    {
        await using var story = Story.Of("load -> noted -> save");
        var first = (await Recorded(story)).Manifest!;
        await story.Restart();

        var second = (await Recorded(story)).Manifest!;

        second.Nodes.Select(node => $"{node.Id} {node.State}").ShouldBe(["load NotNeeded", "noted NotNeeded", "save Reused"]);
        second.Nodes[2].Saved.ShouldBe(first.Nodes[2].Saved);
        ManifestDifferences.Of(first, second, second.Tools!).ShouldBeEmpty();

        // What was noted is kept with the result.
        story.Want("noted");
        (await Recorded(story)).Manifest!.Nodes.Single(node => node.Id == "noted").ShouldSatisfyAllConditions(node => node.State.ShouldBe(ManifestState.Reused), node => node.Notes!["provider"].ShouldBe("cpu"));
    }

    [Fact]
    public async Task Of_runs_that_fail_too()
    {
        await using var story = Story.Of("load -> refuse -> preview");

        var manifest = (await Recorded(story)).Manifest!;

        manifest.Outcome.ShouldBe(RunOutcome.Failed);
        manifest.Nodes.Select(node => $"{node.Id} {node.State}").ShouldBe(["load Ran", "refuse Failed", "preview Skipped"]);
    }

    [Fact]
    public async Task With_files_that_arrive_over_links_and_nodes_that_take_a_call_s_place()
    {
        await using var story = Story.Of("path:Load -> readFile -> blurTwice -> preview").Set("path.text", "words.txt");
        Write(story, "words.txt", "hello");

        var manifest = (await Recorded(story)).Manifest!;

        manifest.Nodes.Single(node => node.Id == "readFile").Files.ShouldHaveSingleItem().ShouldBe(new ManifestFile("file", "words.txt", ContentId.Of("hello"u8), 5, "input"));
        manifest.Nodes.Where(node => node.Within == "blurTwice").Select(node => node.ClassType).ShouldBe(["Blur", "Blur"]);
    }

    [Fact]
    public async Task With_the_versions_of_tools_and_without_the_values_of_secrets()
    {
        await using var story = Story.Of("load -> tooled -> preview");

        var manifest = (await Recorded(story)).Manifest!;

        manifest.Tools!["ffmpeg"].ShouldNotBeNullOrEmpty();
        manifest.Nodes.Single(node => node.Id == "tooled").Notes!["tool.ffmpeg"].ShouldBe(manifest.Tools["ffmpeg"]);
    }

    internal static void Write(Story story, string name, string text)
    {
        Directory.CreateDirectory(story.Inputs);
        File.WriteAllText(Path.Join(story.Inputs, name), text);
    }

    internal static async Task<RunSummary> Recorded(Story story) => (await story.Run(with: options => options with { Manifest = HandedIn.Of(Encoding.UTF8.GetBytes(story.Json())) })).Summary;
}

public sealed class A_run_can_be_held_to_another
{
    [Fact]
    public async Task It_runs_where_nothing_differs()
    {
        await using var story = Story.Of("readFile -> noted -> save").Set("readFile.file", "words.txt");
        What_a_run_rests_on_is_written_down.Write(story, "words.txt", "hello");
        var then = (await What_a_run_rests_on_is_written_down.Recorded(story)).Manifest!;

        (await Differences(story, then)).ShouldBeEmpty();

        var told = await Strictly(story, then);
        told.Summary.Outcome.ShouldBe(RunOutcome.Succeeded);
        told.All<ResultDiffered>().ShouldBeEmpty();
    }

    [Fact]
    public async Task All_that_differs_is_said_at_once_and_nothing_runs()
    {
        await using var story = Story.Of("readFile -> noted -> blur -> save").Set("readFile.file", "words.txt");
        What_a_run_rests_on_is_written_down.Write(story, "words.txt", "hello");
        var then = (await What_a_run_rests_on_is_written_down.Recorded(story)).Manifest!;
        then = then with
        {
            Engine = then.Engine with { Version = "0.0.1" },
            Tools = new Dictionary<string, string> { ["ffmpeg"] = "0.1" },
            Types = then.Types.ToDictionary(type => type.Key, type => type.Key == "Save" ? type.Value with { Implementation = ContentId.Of("other"u8), PluginVersion = "0.0.9" } : type.Value),
        };
        What_a_run_rests_on_is_written_down.Write(story, "words.txt", "other words");
        story.Set("noted.seed", 8).Set("blur.radius", 9);

        var sentences = await Differences(story, then);

        sentences.Count.ShouldBe(6, string.Join('\n', sentences));
        sentences[0].ShouldBe($"The engine is of version {typeof(Engine).Assembly.GetName().Version!.ToString(3)}; in the recorded run it was 0.0.1.");
        sentences[1].ShouldStartWith("ffmpeg is of version ");
        sentences[2].ShouldStartWith("Node type Save has other code than in the recorded run: it comes from plugin MySpinBot.BadHabits ");
        sentences[3].ShouldBe("The file 'words.txt' at input 'file' of node 'readFile' (ReadFile) holds other bytes than 'words.txt' did in the recorded run: 11 bytes now, 5 then. Put the file of that run there.");
        sentences[4].ShouldBe("Node 'noted' (Noted) has the seed 8 at input 'seed'; in the recorded run it was 7.");
        sentences[5].ShouldBe("Node 'blur' (Blur) is set otherwise, or linked to other nodes, than in the recorded run.");
        var told = await Strictly(story, then);
        told.Summary.Outcome.ShouldBe(RunOutcome.Failed);
        told.All<NodeStarted>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Other_nodes_are_named()
    {
        await using var then = Story.Of("load -> blur -> save", "load -> preview");
        await using var now = Story.Of("load -> save", "load -> blur2 -> preview");

        var sentences = await Differences(now, (await What_a_run_rests_on_is_written_down.Recorded(then)).Manifest!);

        sentences.ShouldBe(
            [
                "Node 'blur' (Blur) was in the recorded run, and is not in what would run now.",
                "Node 'preview' (Preview) is set otherwise, or linked to other nodes, than in the recorded run.",
                "Node 'save' (Save) is set otherwise, or linked to other nodes, than in the recorded run.",
                "Node 'blur2' (Blur) would run now, and was not in the recorded run.",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task A_fingerprint_that_has_changed_is_a_difference()
    {
        await using var story = Story.Of("weather -> preview").Set("weather.place", "here");
        var then = (await What_a_run_rests_on_is_written_down.Recorded(story)).Manifest!;
        var changed = then with { Nodes = [.. then.Nodes.Select(node => node with { Recipe = ContentId.Of("other weather"u8) })] };

        (await Differences(story, then)).ShouldBeEmpty();
        (await Differences(story, changed)).ShouldHaveSingleItem().ShouldStartWith("Node 'weather' (Weather) depends on something outside of the graph");
    }

    [Fact]
    public async Task What_shows_only_while_it_runs_fails_the_node_with_a_sentence()
    {
        await using var story = Story.Of("path:Load -> readFile -> noted -> preview").Set("path.text", "words.txt");
        What_a_run_rests_on_is_written_down.Write(story, "words.txt", "hello");
        var then = (await What_a_run_rests_on_is_written_down.Recorded(story)).Manifest!;

        What_a_run_rests_on_is_written_down.Write(story, "words.txt", "other words");
        var file = await Strictly(story, then);
        file.All<NodeFailed>().ShouldHaveSingleItem().Sentence.ShouldStartWith("The file that arrived at input 'file' of node 'readFile' (ReadFile) holds other bytes than in the recorded run: 11 bytes");

        What_a_run_rests_on_is_written_down.Write(story, "words.txt", "hello");
        Directory.CreateDirectory(story.Signs);
        File.WriteAllText(Path.Join(story.Signs, "provider"), "cuda");
        (await Strictly(story, then)).Summary.Outcome.ShouldBe(RunOutcome.Succeeded, "The result of the recorded run is still known.");
        var provider = await Strictly(story, then, check: true);
        provider.All<NodeFailed>().ShouldHaveSingleItem().Sentence.ShouldStartWith("Node 'noted' (Noted) works with provider cuda; in the recorded run it was cpu.");
    }

    [Fact]
    public async Task A_result_that_was_made_in_another_way_is_not_reused()
    {
        await using var story = Story.Of("load -> noted -> preview");
        var then = (await What_a_run_rests_on_is_written_down.Recorded(story)).Manifest!;
        await using var other = Story.Of("load -> noted -> preview");
        Directory.CreateDirectory(other.Signs);
        File.WriteAllText(Path.Join(other.Signs, "provider"), "cuda");
        await other.Run();
        File.Delete(Path.Join(other.Signs, "provider"));
        other.Want("noted");

        var told = await Strictly(other, then with { Nodes = [.. then.Nodes.Where(node => node.Id != "preview")], Targets = ["noted"] });

        told.ShouldRead("""
            load   reused
            noted  ran
            """);
    }

    [Fact]
    public async Task Outputs_that_differ_are_told_afterwards_but_not_of_nodes_that_are_never_the_same()
    {
        await using var story = Story.Of("load -> forget -> preview", "clock -> preview2");
        var then = (await What_a_run_rests_on_is_written_down.Recorded(story)).Manifest!;

        var told = await Strictly(story, then, check: true);

        told.Summary.Outcome.ShouldBe(RunOutcome.Succeeded);
        told.All<ResultDiffered>().Where(one => one.IsFault).Select(one => one.NodeId).Distinct().ShouldBe(["forget", "preview", "preview2"], ignoreOrder: true);
    }

    private static async Task<IReadOnlyList<string>> Differences(Story story, RunManifest then)
    {
        var valid = await story.Validate();
        valid.Problems.ShouldBeEmpty();
        return [.. (await (await story.Engine()).CompareAsync(valid.Graph, then, default)).Select(problem => problem.Sentence)];
    }

    private static Task<Told> Strictly(Story story, RunManifest then, bool check = false) => story.Run(check, with: options => options with { Strict = then });
}
