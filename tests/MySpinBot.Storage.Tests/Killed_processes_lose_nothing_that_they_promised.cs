using System.Collections.Concurrent;
using MySpinBot.Core.Jobs;
using MySpinBot.Storage.Jobs;
using MySpinBot.Storage.Webhooks;

namespace MySpinBot.Storage.Tests;

public sealed class Killed_processes_lose_nothing_that_they_promised
{
    [Fact]
    public async Task However_often_and_whenever()
    {
        using var folder = new TemporaryFolder();
        var said = new ConcurrentQueue<string>();
        for (var round = 0; round < 5; round++)
        {
            using var child = Child.Start(folder.Path);
            await ListenAsync(child, said, lines: 300 + (round * 101));
            child.Kill();
            await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await using var store = JobStore.Open(folder.Path, TimeProvider.System);
        said.Count.ShouldBeGreaterThan(1500);
        foreach (var line in said)
        {
            var words = line.Split(' ');
            var job = store.Reader.Find(Guid.Parse(words[1])).ShouldNotBeNull(line);
            if (words[0] == "ended")
            {
                job.State.ShouldBe(JobState.Succeeded);
            }

            if (words.Length > 2)
            {
                job.LastEvent.ShouldBeGreaterThanOrEqualTo(long.Parse(words[2]), line);
            }
        }

        var called = store.Webhooks.Calls(new DeliveryFilter { Owner = "anna", Most = int.MaxValue }).Select(call => call.Job!.Id).ToList();
        called.Order().ShouldBe(store.Reader.List(new JobFilter { States = [JobState.Succeeded], Most = int.MaxValue }).Select(job => job.Id).Order(), "Whoever is to be called is, of each end once.");
        foreach (var job in store.Reader.List(new JobFilter { Most = int.MaxValue }))
        {
            store.Reader.Told(job.Id).ShouldBe(string.Join(' ', Enumerable.Range(1, (int)job.LastEvent).Select(i => $"{i}:{i}")), "Numbers have no gaps, and what ended told all of it.");
            job.State.ShouldBe(job.LastEvent switch { 0 => JobState.Queued, < 4 => JobState.Running, _ => JobState.Succeeded });
        }
    }

    /// <summary>Reads what it says until it has said enough; then goes on reading, since what it said before it was killed counts too.</summary>
    private static async Task ListenAsync(System.Diagnostics.Process child, ConcurrentQueue<string> said, int lines)
    {
        for (var i = 0; i < lines; i++)
        {
            said.Enqueue(await child.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The child ended by itself."));
        }

        child.Kill();

        // The last line may be cut off; it promises nothing.
        var rest = (await child.StandardOutput.ReadToEndAsync()).Split('\n');
        foreach (var line in rest[..^1])
        {
            said.Enqueue(line);
        }
    }
}
