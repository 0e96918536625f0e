using System.Text;
using System.Text.Json.Nodes;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Manifests;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Working;

public sealed class What_a_job_rested_on_is_told : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task As_a_part_of_an_event_that_comes_behind_the_run_s_end()
    {
        await using var worker = await TestWorker.Start(_folder);
        var graph = TestWorker.Drawn("load -> noted -> preview");
        var job = worker.Run(graph);
        await worker.EndOf(job);

        var manifest = worker.EventsOf(job)[^1].ShouldBeOfType<RunRecorded>().Manifest.ShouldNotBeNull();

        manifest.Graph.ShouldBe(ContentId.Of(Encoding.UTF8.GetBytes(graph.ToJsonString())));
        manifest.Nodes.Select(node => node.Id).ShouldBe(["load", "noted", "preview"]);
    }

    [Fact]
    public async Task As_an_artifact_that_is_kept_where_it_is_large()
    {
        await using var worker = await TestWorker.Start(_folder);
        var nodes = new JsonObject { ["n0"] = new JsonObject { ["class_type"] = "Load" } };
        for (var i = 1; i <= 200; i++)
        {
            nodes[$"n{i}"] = new JsonObject { ["class_type"] = i == 200 ? "Preview" : "Blur", ["inputs"] = new JsonObject { ["text"] = new JsonArray($"n{i - 1}", 0) } };
        }

        var job = worker.Run(nodes);
        await worker.EndOf(job);

        var kept = worker.EventsOf(job)[^1].ShouldBeOfType<RunRecorded>().Kept.ShouldNotBeNull();
        var manifest = ManifestForm.Read(File.ReadAllBytes(Path.Join(_folder.Sub("data"), "artifacts", ArtifactPlace.Of(kept.Id)))).Manifest.ShouldNotBeNull();
        manifest.Nodes.Count.ShouldBe(201);
    }

    [Fact]
    public async Task A_strict_job_is_refused_with_all_that_differs_before_anything_runs()
    {
        await using var worker = await TestWorker.Start(_folder);
        var first = worker.Run("load -> noted -> preview");
        await worker.EndOf(first);
        var then = ((RunRecorded)worker.EventsOf(first)[^1]).Manifest!;
        var changed = TestWorker.Drawn("load -> noted -> preview");
        changed["nodes"]!["noted"]!["inputs"]!["seed"] = 8;
        changed["nodes"]!["load"]!["inputs"]!["text"] = "other";

        var same = worker.Run(TestWorker.Drawn("load -> noted -> preview"), JobTerms.Plain with { Strict = then });
        var other = worker.Run(changed, JobTerms.Plain with { Strict = then });

        (await worker.EndOf(same)).Outcome.ShouldBe(RunOutcome.Succeeded);
        var end = await worker.EndOf(other);
        end.Outcome.ShouldBe(RunOutcome.Failed);
        end.Problems!.Select(problem => (problem.Code, problem.NodeId)).ShouldBe([(ProblemCodes.Differs, "load"), (ProblemCodes.Differs, "noted")]);
        worker.EventsOf(other).ShouldBeEmpty();
    }

    [Fact]
    public async Task After_a_worker_s_death_it_tells_of_the_whole_run()
    {
        Guid job;
        await using (var first = await TestWorker.Start(_folder))
        {
            job = first.Run("load -> busy -> wait -> preview");
            await first.HearOf(job, "\"node_id\":\"wait\"");
            first.Process.Kill();
            await first.Gone();
        }

        File.WriteAllText(Path.Join(_folder.Sub("signs"), "go"), "");
        await using var second = await TestWorker.Start(_folder);
        job = second.Run("load -> busy -> wait -> preview");
        await second.EndOf(job);

        ((RunRecorded)second.EventsOf(job)[^1]).Manifest!.Nodes.Select(node => node.Id).ShouldBe(["load", "busy", "wait", "preview"]);
        ((RunRecorded)second.EventsOf(job)[^1]).Manifest!.Nodes.ShouldAllBe(node => node.Recipe != null);
    }
}
