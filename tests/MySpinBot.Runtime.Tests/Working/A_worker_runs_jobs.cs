using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Core.Results;
using MySpinBot.Runtime.Tests.Stories;

namespace MySpinBot.Runtime.Tests.Working;

public sealed class A_worker_runs_jobs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_tells_the_catalog_before_it_is_ready()
    {
        await using var worker = await TestWorker.Start(_folder);

        var catalog = worker.Heard.Select(heard => heard.Signal).TakeWhile(signal => signal is not WorkerReady).OfType<CatalogTold>().ShouldHaveSingleItem().Catalog;

        var blur = catalog.Nodes.Single(node => node.Descriptor.ClassType == "Blur");
        blur.Plugin.ShouldBe("MySpinBot.BadHabits");
        blur.HasChecks.ShouldBeFalse();
        blur.Descriptor.Inputs.Single(input => input.Name == "radius").Max.ShouldBe(64);
        catalog.Nodes.Single(node => node.Descriptor.ClassType == "ReadFile").HasChecks.ShouldBeTrue("It takes a file.");
        catalog.Nodes.Single(node => node.Descriptor.ClassType == "Renamed").HasChecks.ShouldBeTrue("It has a migration.");
        catalog.Plugins.ShouldAllBe(plugin => plugin.State == "loaded");
        catalog.Sources.ShouldContain(source => source.Path == _folder.Sub("plugins.json") && source.Length == new FileInfo(source.Path).Length);
        catalog.Sources.ShouldContain(source => source.Path == Built.BadHabits && source.ChangedAt == File.GetLastWriteTimeUtc(source.Path).Ticks);
        (await worker.Hear<WorkerReady>()).ProcessId.ShouldBe(worker.Process.Id);
    }

    [Fact]
    public async Task It_tells_what_happens_in_a_job_and_then_how_it_ended()
    {
        await using var worker = await TestWorker.Start(_folder);

        var job = worker.Run("load -> blur -> preview");

        (await worker.EndOf(job)).ShouldBe(new JobEnd(RunOutcome.Succeeded));
        worker.EventsOf(job).Select(happened => happened is NodeEvent node ? $"{node.NodeId} {node.GetType().Name}" : happened.GetType().Name).ShouldBe([
            "RunStarted", "load NodeStarted", "load NodeFinished", "blur NodeStarted", "blur NodeFinished", "preview NodeStarted", "preview NodeFinished", "RunFinished", "RunRecorded",
        ]);
        worker.EventsOf(job).OfType<NodeFinished>().Last().Shown?.GetRawText().ShouldBe("""{"text":["blur4(photo)"]}""");
    }

    [Fact]
    public async Task It_says_why_a_job_failed()
    {
        await using var worker = await TestWorker.Start(_folder);

        var end = await worker.EndOf(worker.Run("load -> refuse -> preview", "load -> preview2"));

        end.Outcome.ShouldBe(RunOutcome.Failed);
        end.Reason.ShouldBe("The text 'photo' is not wanted; any other would be right.");
        end.Problems.ShouldBeNull();
    }

    [Fact]
    public async Task A_graph_that_cannot_run_is_refused_with_all_its_problems()
    {
        await using var worker = await TestWorker.Start(_folder);

        var end = await worker.EndOf(worker.Run(new JsonObject { ["a"] = new JsonObject { ["class_type"] = "Nothing" }, ["b"] = new JsonObject { ["class_type"] = "Preview" } }));

        end.Outcome.ShouldBe(RunOutcome.Failed);
        end.Problems!.Select(problem => problem.Code).ShouldBe([ProblemCodes.UnknownNodeType, ProblemCodes.MissingInput], ignoreOrder: true);
        end.Reason.ShouldBe(end.Problems![0].Sentence);
    }

    [Fact]
    public async Task What_is_not_even_json_is_refused_too()
    {
        await using var worker = await TestWorker.Start(_folder);
        var job = Guid.NewGuid();

        worker.Send(new StartJob(job, JobTerms.Plain, []), "{]"u8);

        (await worker.EndOf(job)).Problems.ShouldHaveSingleItem().Code.ShouldBe(ProblemCodes.MalformedDocument);
    }

    [Fact]
    public async Task It_keeps_to_the_terms()
    {
        await using var worker = await TestWorker.Start(_folder);
        var graph = TestWorker.Drawn("load -> preview", "load -> preview2");
        graph["nodes"]!["load"]!["inputs"]!["text"] = new JsonObject { ["input"] = "what" };
        graph["inputs"] = new JsonObject { ["what"] = new JsonObject { ["type"] = "STRING" } };

        var job = worker.Run(graph, new JobTerms { Inputs = new Dictionary<string, JsonElement> { ["what"] = JsonSerializer.SerializeToElement("whales") }, Targets = ["preview2"] });

        (await worker.EndOf(job)).Outcome.ShouldBe(RunOutcome.Succeeded);
        var shown = worker.EventsOf(job).OfType<NodeFinished>().Where(node => node.Shown is not null).ShouldHaveSingleItem();
        (shown.NodeId, shown.Shown?.GetRawText()).ShouldBe(("preview2", """{"text":["whales"]}"""));
    }

    [Fact]
    public async Task A_call_that_ended_two_workers_is_not_tried_again()
    {
        await using var worker = await TestWorker.Start(_folder);

        var job = worker.Run(TestWorker.Drawn("load -> blur -> preview"), null, new SuspectCall("blur", 0, 2), new SuspectCall("load", 0, 1));

        (await worker.EndOf(job)).Outcome.ShouldBe(RunOutcome.Failed);
        worker.EventsOf(job).OfType<NodeFailed>().ShouldHaveSingleItem().NodeId.ShouldBe("blur");
        worker.EventsOf(job).OfType<NodeFinished>().ShouldHaveSingleItem().NodeId.ShouldBe("load");
    }

    [Fact]
    public async Task A_step_that_talks_without_end_is_cut_short_and_costs_nobody_anything()
    {
        await using var worker = await TestWorker.Start(_folder);
        var graph = TestWorker.Drawn("load -> tell -> preview");
        graph["nodes"]!["load"]!["inputs"]!["text"] = new string('y', 1_000_000);

        var job = worker.Run(graph);

        (await worker.EndOf(job)).Outcome.ShouldBe(RunOutcome.Succeeded);
        (await worker.HearOf(job, "\"event\":\"log\"")).Length.ShouldBeLessThan(20_000);
    }

    [Fact]
    public async Task It_stops_a_job_when_it_is_told_to()
    {
        await using var worker = await TestWorker.Start(_folder);
        var job = worker.Run("load -> wait -> preview");
        var other = worker.Run("load -> sleep -> preview");
        await worker.HearOf(job, "\"node_id\":\"wait\"");

        worker.Send(new CancelJob(job));
        worker.Send(new CancelJob(Guid.NewGuid()));

        (await worker.EndOf(job)).ShouldBe(new JobEnd(RunOutcome.Cancelled, "The job was cancelled."));
        (await worker.EndOf(other)).Outcome.ShouldBe(RunOutcome.Succeeded);
    }

    [Fact]
    public async Task A_job_that_is_stopped_before_it_began_ends_as_cancelled_and_can_be_started_again()
    {
        await using var worker = await TestWorker.Start(_folder);
        var job = Guid.NewGuid();
        var graph = Encoding.UTF8.GetBytes(TestWorker.Drawn("load -> wait -> preview").ToJsonString());
        byte[] both = [.. Frame.Of<WorkerCommand>(new StartJob(job, JobTerms.Plain, []), graph), .. Frame.Of<WorkerCommand>(new CancelJob(job))];
        worker.Pipe.Write(both);
        worker.Pipe.Flush();
        (await worker.EndOf(job)).Outcome.ShouldBe(RunOutcome.Cancelled);

        worker.Send(new StartJob(job, JobTerms.Plain, []), Encoding.UTF8.GetBytes(TestWorker.Drawn("load -> preview").ToJsonString()));

        (await worker.Hear<JobTold>(told => told.End?.Outcome == RunOutcome.Succeeded)).Job.ShouldBe(job);
    }

    [Fact]
    public async Task A_step_that_does_not_stop_is_left_behind_after_the_grace_period()
    {
        await using var worker = await TestWorker.Start(_folder, grace: 0.1);
        var job = worker.Run("load -> stubborn -> preview");
        await worker.HearOf(job, "\"node_id\":\"stubborn\"");

        worker.Send(new CancelJob(job));

        (await worker.EndOf(job)).LeftBehind.ShouldBeTrue();
    }

    [Fact]
    public async Task It_checks_a_graph_without_running_it()
    {
        await using var worker = await TestWorker.Start(_folder);
        var graph = TestWorker.Drawn("readFile -> preview");
        graph["nodes"]!["readFile"]!["inputs"]!["file"] = "nowhere.txt";
        worker.Send(new CheckGraph(1, JobTerms.Plain), Encoding.UTF8.GetBytes(graph.ToJsonString()));
        worker.Send(new CheckGraph(2, JobTerms.Plain), Encoding.UTF8.GetBytes(TestWorker.Drawn("load -> save").ToJsonString()));

        (await worker.Hear<GraphChecked>(answer => answer.Request == 1)).Problems.ShouldHaveSingleItem().Code.ShouldBe(ProblemCodes.MissingFile);
        (await worker.Hear<GraphChecked>(answer => answer.Request == 2)).Problems.ShouldBeEmpty();
        Directory.Exists(_folder.Sub("out")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_an_event_names_is_kept_before_it_is_told()
    {
        await using var worker = await TestWorker.Start(_folder);

        var job = worker.Run("load -> save");
        await worker.EndOf(job);

        var saved = worker.EventsOf(job).OfType<FileSaved>().ShouldHaveSingleItem().File;
        var kept = _folder.Sub("data", "artifacts", ArtifactPlace.Of(saved.Artifact.Id));
        (await File.ReadAllTextAsync(kept, TestContext.Current.CancellationToken)).ShouldBe("photo");

        // Also where the result is an old one, and the cache no longer has the bytes.
        File.Delete(kept);
        Directory.Delete(_folder.Sub("cache", "artifacts"), recursive: true);
        var again = worker.Run("load -> save");
        (await worker.EndOf(again)).Outcome.ShouldBe(RunOutcome.Succeeded);
        worker.EventsOf(again).OfType<FileSaved>().ShouldHaveSingleItem().File.Artifact.Id.ShouldBe(saved.Artifact.Id);
        File.Exists(kept).ShouldBeTrue();
    }

    [Fact]
    public async Task Progress_and_log_lines_pass_by()
    {
        await using var worker = await TestWorker.Start(_folder);

        var job = worker.Run("load -> report -> preview");
        await worker.EndOf(job);

        worker.EventsOf(job).ShouldAllBe(happened => !(happened is ProgressReported || happened is NodeLogged));
        var news = worker.Heard.Where(heard => heard.Signal is JobPassed { NodeId: "report" }).Select(heard => JsonSerializer.Deserialize<RunEvent>(heard.Bytes, MessageJson.Options)).ToImmutableArray();
        news.ShouldContain(new NodeLogged("report", "warning", "nearly done"));
        news.ShouldContain(new ProgressReported("report", 0, 2, 2, "halves"));
        var lines = worker.Heard.SelectMany(heard => Encoding.UTF8.GetString(heard.Bytes).Split('\n')).ToList();
        lines.FindIndex(line => line.Contains("nearly done", StringComparison.Ordinal)).ShouldBeInRange(
            lines.FindIndex(line => line.Contains("node_started", StringComparison.Ordinal) && line.Contains("Report", StringComparison.Ordinal)),
            lines.FindIndex(line => line.Contains("node_finished", StringComparison.Ordinal) && line.Contains("Report", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_a_call_writes_passes_by_whole_and_before_its_end()
    {
        await using var worker = await TestWorker.Start(_folder);

        var job = worker.Run("load -> recite -> preview");
        await worker.EndOf(job);

        worker.EventsOf(job).ShouldAllBe(happened => !(happened is TextStreamed));
        var heard = worker.Heard.ToList();
        var pieces = heard.Where(one => one.Signal is JobPassed { NodeId: "recite" }).Select(one => JsonSerializer.Deserialize<RunEvent>(one.Bytes, MessageJson.Options)).OfType<TextStreamed>().ToList();
        var text = new TextSoFar(1 << 20);
        pieces.ShouldAllBe(piece => text.Add(piece.Offset, piece.Text));
        text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(200);
        heard.FindLastIndex(one => one.Signal is JobPassed { NodeId: "recite" })
            .ShouldBeLessThan(heard.FindIndex(one => Encoding.UTF8.GetString(one.Bytes).Split('\n').Any(line => line.Contains("node_finished", StringComparison.Ordinal) && line.Contains("Recite", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task It_answers_and_tells_of_memory_and_of_what_plugins_say()
    {
        await using var worker = await TestWorker.Start(_folder);

        worker.Send(new Ping(41));
        worker.Send(new FreeMemory(Models: true, Results: true));

        (await worker.Hear<Pong>()).Number.ShouldBe(41);
        var cpu = (await worker.Hear<LedgerTold>()).Devices.ShouldHaveSingleItem();
        (cpu.Device, cpu.Held.Count).ShouldBe(("cpu", 0));
        cpu.Budget.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Models_that_jobs_have_left_are_pinned_and_let_go()
    {
        await using var worker = await TestWorker.Start(_folder);
        (await worker.EndOf(worker.Run("load -> lease -> preview"))).Outcome.ShouldBe(RunOutcome.Succeeded);

        worker.Send(new KeepModel(1, "m", null, ModelAct.Pin));
        (await worker.Hear<ModelKept>(kept => kept.Request == 1)).Models.ShouldHaveSingleItem().Fate.ShouldBe(ModelFate.Pinned);
        worker.Send(new FreeMemory(Models: true, Results: false));
        worker.Send(new KeepModel(2, "m", "cpu", ModelAct.Unload));
        (await worker.Hear<ModelKept>(kept => kept.Request == 2)).Models.ShouldHaveSingleItem().Fate.ShouldBe(ModelFate.IsPinned);
        (await worker.Hear<LedgerTold>(told => told.Devices[0].Held.Any(line => line.Pinned))).Devices[0].Held.ShouldHaveSingleItem().LastUsed.ShouldNotBeNull();
        worker.Send(new KeepModel(3, "m", null, ModelAct.Unpin));
        await worker.Hear<ModelKept>(kept => kept.Request == 3);
        worker.Send(new KeepModel(4, "m", null, ModelAct.Unload));
        (await worker.Hear<ModelKept>(kept => kept.Request == 4)).Models.ShouldHaveSingleItem().Fate.ShouldBe(ModelFate.Unloaded);
        worker.Send(new KeepModel(5, "m", null, ModelAct.Unload));
        (await worker.Hear<ModelKept>(kept => kept.Request == 5)).Models.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_says_what_the_machine_has()
    {
        await using var worker = await TestWorker.Start(_folder);

        worker.Send(new LookAtDevices(7));

        var told = await worker.Hear<DevicesTold>();
        (told.Request, told.Devices.Host.Cores).ShouldBe((7, Environment.ProcessorCount));
        told.Devices.Providers.ShouldContain(new ProviderFacts("cpu", true, "Always there."));
    }

    [Fact]
    public async Task Told_to_end_it_ends_and_says_nothing_of_jobs_that_others_go_on_with()
    {
        await using var worker = await TestWorker.Start(_folder);
        var job = worker.Run("load -> wait -> preview");
        await worker.HearOf(job, "\"node_id\":\"wait\"");

        worker.Send(new StopWorker());

        (await worker.Gone()).Code.ShouldBe(0);
        worker.Heard.ShouldAllBe(heard => !(heard.Signal is JobTold && ((JobTold)heard.Signal).End != null));
        worker.EventsOf(job).ShouldAllBe(happened => !(happened is NodeSkipped || happened is RunFinished));
    }
}
