using System.Diagnostics;
using System.Text;
using System.Text.Json;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Comfy.History;
using MySpinBot.Server.Comfy.Live;
using MySpinBot.Server.Jobs;

namespace MySpinBot.Server.Tests.Comfy;

public sealed class Scratch_cost
{
    [Fact]
    public void Of_a_job()
    {
        byte[] J(object o) => o is JobEvent j ? JsonSerializer.SerializeToUtf8Bytes(j, MessageJson.Options) : JsonSerializer.SerializeToUtf8Bytes((RunEvent)o, MessageJson.Options);
        var id = Guid.NewGuid();
        var events = new object[] { new JobBegan(Heard.At, 1), new RunStarted(3, Heard.At),
            new NodeStarted("1", "BInt", "a", 1, RunReason.NotKnown), new NodeFinished("1", "BInt", 0.1, null),
            new NodeStarted("2", "BAdd", "a", 1, RunReason.NotKnown), new NodeFinished("2", "BAdd", 0.1, null),
            new NodeStarted("3", "BOut", "a", 1, RunReason.NotKnown), new NodeFinished("3", "BOut", 0.1, Heard.Json("{\"text\":[\"x\"]}")),
            new RunFinished(RunOutcome.Succeeded, 3, 0, 0, 0, 1), new JobFinished(Heard.At, JobState.Succeeded, null) }.Select((e, i) => (JobNews)new StoredNews(id, i + 1, J(e))).ToList();
        foreach (var (name, client, sockets) in new[] { ("own", "c0", 1), ("own, 200 sockets idle", "c0", 200), ("nobody's, 200 sockets", (string?)null, 200) })
        {
            var room = new LiveRoom(() => 3, (job, who, audience, _) => new LiveJob(job.Id, who.ClientId, true, new PromptStory(() => null, null), audience, TimeProvider.System));
            var all = Enumerable.Range(0, sockets).Select(i => new ComfySocket("o", $"c{i}", 1 << 30)).ToList();
            all.ForEach(s => room.Enter(s, [], _ => null!));
            for (var round = 0; round < 3; round++)
            {
                var w = Stopwatch.StartNew();
                const int N = 20_000;
                for (var i = 0; i < N; i++)
                {
                    var job = new Job { Id = Guid.NewGuid(), Sequence = 1, Owner = "o", State = JobState.Running, AcceptedAt = Heard.At };
                    room.Tell(job, events, new JobClient(client, true));
                }

                TestContext.Current.TestOutputHelper!.WriteLine($"{name}: {w.Elapsed.TotalMicroseconds / N:F1} µs/job");
            }

            all.ForEach(s => s.Dispose());
        }
    }
}
