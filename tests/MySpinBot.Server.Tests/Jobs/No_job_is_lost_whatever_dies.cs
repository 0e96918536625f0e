using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Jobs;
using static MySpinBot.Server.Tests.Jobs.ScriptedWorker;

namespace MySpinBot.Server.Tests.Jobs;

/// <summary>Jobs come, are cancelled, moved and tried again while workers die and servers start anew.</summary>
public sealed class No_job_is_lost_whatever_dies
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Each_ends_once_with_events_without_gaps(int seed)
    {
        await using var office = new Office();
        var random = new Random(seed);
        var ids = new List<Guid>();
        var numbers = new Dictionary<Guid, long>();
        void Listen() => office.Desk.Feeds.Listen((job, news) =>
        {
            lock (numbers)
            {
                foreach (var stored in news.OfType<StoredNews>())
                {
                    numbers.TryGetValue(job.Id, out var last);
                    if (stored.Number <= last)
                    {
                        numbers[Guid.Empty] = stored.Number; // Told twice, or out of order.
                    }

                    numbers[job.Id] = stored.Number;
                }
            }
        });
        Listen();
        for (var step = 0; step < 600; step++)
        {
            switch (random.Next(12))
            {
                case < 4:
                    ids.Add(await office.SubmitAsync($"owner{random.Next(3)}", priority: random.Next(2)));
                    break;
                case < 8 when office.Desk.Running is { IsEmpty: false } running:
                    var one = running[random.Next(running.Length)].Id;
                    office.Worker.Tell(one, Finished("1"), Finished("2"));
                    office.Worker.Progress(one, "1", 1);
                    if (random.Next(3) > 0)
                    {
                        office.Worker.End(one, (RunOutcome)random.Next(2), "It failed.");
                    }

                    break;
                case 8 when ids.Count > 0:
                    await office.Desk.CancelAsync(ids[random.Next(ids.Count)], "No more.");
                    break;
                case 9 when office.Desk.Waiting is { IsEmpty: false } waiting:
                    await office.Desk.MoveAsync(waiting[random.Next(waiting.Length)].Id, random.Next(2), random.Next(10));
                    break;
                case 10 when ids.Count > 0:
                    await office.Desk.RetryAsync(ids[random.Next(ids.Count)]);
                    break;
                case 11:
                    if (random.Next(10) == 0)
                    {
                        await office.RestartAsync();
                        Listen();
                    }
                    else
                    {
                        office.Worker.Lose(new("died", random.Next(2) == 0, [.. office.Desk.Running.Take(1).Select(job => (job.Id, "3", 0))]));
                    }

                    office.Worker.Ready();
                    break;
            }
        }

        office.Worker.Lose(new("died", IsAccident: false, []));
        office.Worker.OnStart = start => Task.Run(() => office.Worker.End(start.Job, events: Finished("1")));
        office.Worker.Ready();
        await Office.UntilAsync(() => office.Desk.Unfinished == 0);

        numbers.ShouldNotContainKey(Guid.Empty);
        foreach (var id in ids)
        {
            var job = office.Reader.Find(id).ShouldNotBeNull();
            job.State.IsEnd().ShouldBeTrue();
            var events = office.Reader.Events(id, 0, 10_000);
            events.Select(told => told.Number).ShouldBe(Enumerable.Range(1, (int)job.LastEvent).Select(number => (long)number));
            var kinds = office.Told(id).Split(' ');
            kinds[^1].ShouldBe("job_finished");
            kinds[0].ShouldBe("job_queued");
            for (var i = 0; i + 1 < kinds.Length; i++)
            {
                // After an end there is only another turn.
                (kinds[i] != "job_finished" || kinds[i + 1] == "job_queued").ShouldBeTrue(string.Join(' ', kinds));
            }
        }

        office.Reports.ShouldBeEmpty();
    }
}
