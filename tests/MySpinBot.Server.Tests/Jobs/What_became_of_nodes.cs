using System.Text.Json;
using MySpinBot.Core.Messages;
using MySpinBot.Sdk;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Jobs.Records;

namespace MySpinBot.Server.Tests.Jobs;

public sealed class What_became_of_nodes
{
    private readonly JobReplay _replay = new();

    [Fact]
    public void It_is_what_was_said_last()
    {
        Began();
        Tell(new NodeStarted("1", "Load", "Load", 1, RunReason.NotKnown));
        Tell(new NodeFinished("1", "Load", 1.5, JsonSerializer.SerializeToElement(new { text = new[] { "hello" } })));
        Tell(new NodeStarted("2", "Save", "Save", 1, RunReason.NotKnown));
        Tell(Saved("2", "a.png"));
        Tell(Saved("2", "b.png"));
        Tell(Saved("2", "a.png"));
        Tell(new NodeFinished("2", "Save", 0.5, null));
        Tell(new NodeFailed("3", "Show", 0, "There is no screen."));
        Tell(new NodeSkipped("4", "3"));

        var nodes = Record().Nodes;
        nodes.Select(node => $"{node.NodeId} {node.State}").ShouldBe(["1 finished", "2 finished", "3 failed", "4 skipped"]);
        nodes[0].Shown!.Value.GetProperty("text")[0].GetString().ShouldBe("hello");
        nodes[0].Seconds.ShouldBe(1.5);
        nodes[1].Files.Select(file => file.Name).ShouldBe(["a.png", "b.png"]);
        nodes[2].Failure!.Sentence.ShouldBe("There is no screen.");
    }

    [Fact]
    public void A_later_attempt_takes_the_place_of_an_earlier_one_but_what_was_finished_stays()
    {
        Began();
        Tell(new NodeFinished("1", "Show", 1, JsonSerializer.SerializeToElement(1)));
        Tell(Saved("2", "a.png"));
        Tell(new NodeFinished("2", "Save", 1, null));
        Tell(new NodeStarted("3", "Crash", "Crash", 1, RunReason.NotKnown));
        Began();
        Record().Nodes.Select(node => $"{node.NodeId} {node.State}").ShouldBe(["1 finished", "2 finished"]);
        Tell(Saved("2", "a.png"));
        Tell(new NodeReused("2", "Save", ReuseReason.SameRecipe, null));
        Tell(new NodeFailed("3", "Crash", 0, "It ended its worker twice."));

        var nodes = Record().Nodes;
        nodes.Select(node => $"{node.NodeId} {node.State} {node.Files.Length}").ShouldBe(["1 finished 0", "2 reused 1", "3 failed 0"]);
        nodes[1].Seconds.ShouldBe(1);
    }

    private void Began() => _replay.Take(JsonSerializer.SerializeToUtf8Bytes<JobEvent>(new JobBegan(default, 1), MessageJson.Options));

    private void Tell(RunEvent told) => _replay.Take(JsonSerializer.SerializeToUtf8Bytes(told, MessageJson.Options));

    private static FileSaved Saved(string node, string name) => new(node, new SavedFile(name, "", new ArtifactReference(ContentId.Of(System.Text.Encoding.UTF8.GetBytes(name)), 1, "image/png")), PutBack: false);

    private JobRecord Record() => _replay.RecordOf(new() { Id = Guid.Empty, Sequence = 1, Owner = "anna", State = Core.Jobs.JobState.Succeeded, AcceptedAt = default });
}
