using System.Diagnostics;
using MySpinBot.Core.Jobs;

namespace MySpinBot.Core.Tests.Jobs;

public sealed class Jobs_wait_their_turn
{
    private readonly JobQueue _queue = new();
    private long _sequence;

    [Fact]
    public void Higher_priorities_go_first_and_among_equals_the_smaller_number_then_the_earlier()
    {
        Add("a1");
        Add("a2", priority: 5);
        Add("a3", number: -1);
        Add("a4", number: -1);
        Add("a5", priority: -5);

        Order().ShouldBe("a2 a3 a4 a1 a5");
        Drain().ShouldBe("a2 a3 a4 a1 a5");
    }

    [Fact]
    public void Owners_take_turns_however_many_jobs_one_of_them_has()
    {
        Add("a1", "a2", "a3", "a4", "b1", "b2", "c1");
        Order().ShouldBe("a1 b1 c1 a2 b2 a3 a4");
    }

    [Fact]
    public void Who_comes_late_does_not_wait_behind_the_whole_queue_and_saves_no_turns_up()
    {
        Add("a1", "a2", "a3", "a4");
        Finish(Take());
        Finish(Take());
        Add("b1", "b2", "b3", "b4");
        Order().ShouldBe("b1 a3 b2 a4 b3 b4");
    }

    [Fact]
    public void One_whose_jobs_run_long_does_not_get_all_the_slots()
    {
        Add("a1", "a2", "a3", "b1", "b2", "b3", "b4");
        var long1 = Take();
        long1.ShouldBe("a1");
        for (var i = 1; i <= 3; i++)
        {
            var quick = Take();
            quick.ShouldBe($"b{i}");
            Finish(quick); // a has one running all the while, so b goes before him each time.
        }

        Finish(long1);
        Order().ShouldBe("a2 b4 a3");
    }

    [Fact]
    public void What_lost_its_worker_goes_before_all_else_of_its_owner_and_no_one_elses()
    {
        Add("a1", "a2", "b1");
        var lost = Take();
        Finish(lost);
        _queue.Add(JobOf(lost, 0, null), returned: true);
        Order().ShouldBe("b1 a1 a2");
        _queue.Add(JobOf("a0", 0, -100));
        Order().ShouldBe("b1 a1 a0 a2");
    }

    [Fact]
    public void A_job_can_be_put_anywhere()
    {
        Add("a1", "a2", "a3", "a4");
        Move("a4", _queue.NumberAtFront());
        Order().ShouldBe("a4 a1 a2 a3");
        Move("a4", Beside("a2", behind: true));
        Order().ShouldBe("a1 a2 a4 a3");
        Move("a3", Beside("a1", behind: false));
        Order().ShouldBe("a3 a1 a2 a4");
        Move("a3", _queue.NumberAtBack());
        Order().ShouldBe("a1 a2 a4 a3");
        Move("a2", _queue.NumberAtBack(), priority: 1);
        Order().ShouldBe("a2 a1 a4 a3");
        _queue.TryNumberBeside(Guid.NewGuid(), behind: true, out _).ShouldBeFalse();
    }

    [Fact]
    public void Between_two_there_is_another_place_fifty_times_over()
    {
        Add("a1", "a2");
        for (var i = 3; i < 53; i++)
        {
            Add($"a{i}", number: Beside("a1", behind: true));
            _queue.Before(Id($"a{i}")).ShouldBe(1);
        }
    }

    [Fact]
    public void Twenty_thousand_jobs_are_listed_moved_and_cancelled_quickly()
    {
        var owners = Enumerable.Range(0, 50).Select(i => $"owner{i:00}").ToArray();
        var watch = Stopwatch.StartNew();
        var jobs = Enumerable.Range(0, 20_000).Select(i => new Job { Id = Guid.NewGuid(), Sequence = i + 1, Number = i + 1, Owner = owners[i % 50], Priority = i % 3, State = JobState.Queued, AcceptedAt = default }).ToList();
        jobs.ForEach(job => _queue.Add(job));
        _queue.InOrder().Count().ShouldBe(20_000);
        jobs.ForEach(job => _queue.Before(job.Id).ShouldNotBeNull());
        jobs.ForEach(job => _queue.Move(job with { Number = -job.Number }).ShouldBeTrue());
        jobs.Take(10_000).ToList().ForEach(job => _queue.Remove(job.Id).ShouldBeTrue());
        while (_queue.Take() is { } job)
        {
            _queue.Ended(job.Id);
        }

        // A tenth of a second on a machine with nothing else to do; a queue that is walked would take minutes.
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    private void Add(params string[] names) => Array.ForEach(names, name => Add(name, 0));

    private void Add(string name, int priority = 0, double? number = null) => _queue.Add(JobOf(name, priority, number));

    private Job JobOf(string name, int priority, double? number)
    {
        var sequence = ++_sequence;
        return new Job { Id = Id(name), Sequence = sequence, Number = number ?? sequence, Owner = name[..1], Name = name, Priority = priority, State = JobState.Queued, AcceptedAt = default };
    }

    private static Guid Id(string name) => new(System.Text.Encoding.UTF8.GetBytes(name.PadRight(16)));

    private string Take() => _queue.Take()!.Name!;

    private void Finish(string name) => _queue.Ended(Id(name));

    private double Beside(string name, bool behind)
    {
        _queue.TryNumberBeside(Id(name), behind, out var number).ShouldBeTrue();
        return number!.Value;
    }

    private void Move(string name, double number, int priority = 0)
        => _queue.Move(_queue.InOrder().Single(job => job.Name == name) with { Number = number, Priority = priority }).ShouldBeTrue();

    private string Order() => string.Join(' ', _queue.InOrder().Select(job => job.Name));

    private string Drain()
    {
        var taken = new List<string>();
        while (_queue.Take() is { } job)
        {
            taken.Add(job.Name!);
        }

        return string.Join(' ', taken);
    }
}
