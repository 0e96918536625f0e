using MySpinBot.Core.Jobs;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Storage.Tests;

public sealed class Jobs_are_stored : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private JobStore _store;

    public Jobs_are_stored() => _store = JobStore.Open(_folder.Path, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_was_accepted_is_there_after_a_restart_with_all_that_was_told()
    {
        var job = (await _store.AcceptAsync(Submissions.Of("""{ "a": "ü" }""") with { Name = "Film", Priority = 3, Number = -1 })).Job;
        await _store.StepAsync(job.Step(new JobBegun(DateTimeOffset.UnixEpoch.AddSeconds(5)), "{\"a\":1}", "{\"b\":2}"));
        await _store.StepAsync(job.Step(null, "{\"c\":3}"));
        var last = await _store.StepAsync(job.Step(new JobEnded(JobState.Failed, DateTimeOffset.UnixEpoch.AddSeconds(9), "The node 'x' failed."), "{\"d\":4}"));

        await RestartAsync();

        var found = _store.Reader.Find(job.Id).ShouldNotBeNull();
        found.ShouldBe(last.Job);
        found.ShouldBe(job with { State = JobState.Failed, Attempts = 1, StartedAt = DateTimeOffset.UnixEpoch.AddSeconds(5), EndedAt = DateTimeOffset.UnixEpoch.AddSeconds(9), LastEvent = 4, Reason = "The node 'x' failed." });
        _store.Reader.Told(job.Id).ShouldBe("""1:{"a":1} 2:{"b":2} 3:{"c":3} 4:{"d":4}""");
        _store.Reader.Submission(job.Id)!.Value.Document.Length.ShouldBe("""{ "a": "ü" }""".Length + 1);
    }

    [Fact]
    public async Task Events_are_read_from_any_number_on()
    {
        var job = (await _store.AcceptAsync(Submissions.Of())).Job;
        await Task.WhenAll(Enumerable.Range(1, 50).Select(i => _store.StepAsync(job.Step(null, $"{i}"))));
        await _store.StepAsync(job.Step(null, "51", "52"));

        for (var after = 0; after <= 52; after++)
        {
            _store.Reader.Told(job.Id, after).ShouldBe(string.Join(' ', Enumerable.Range(after + 1, 52 - after).Select(i => $"{i}:{i}")));
        }

        _store.Reader.Told(job.Id, after: 10, most: 3).ShouldBe("11:11 12:12 13:13");
        _store.Reader.Told(Guid.NewGuid()).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_key_of_one_owner_is_one_job()
    {
        var first = await _store.AcceptAsync(Submissions.Of("{}", "anna", "k"));
        var same = await _store.AcceptAsync(Submissions.Of("{}", "anna", "k"));
        var other = await _store.AcceptAsync(Submissions.Of("[]", "anna", "k"));
        var another = await _store.AcceptAsync(Submissions.Of("[]", "bert", "k"));

        first.Verdict.ShouldBe(AcceptanceVerdict.Accepted);
        same.ShouldBe(new Acceptance(first.Job, AcceptanceVerdict.Known));
        other.ShouldBe(new Acceptance(first.Job, AcceptanceVerdict.KeyTaken));
        another.Verdict.ShouldBe(AcceptanceVerdict.Accepted);
        (await _store.AcceptAsync(Submissions.Of(id: first.Job.Id))).Verdict.ShouldBe(AcceptanceVerdict.IdTaken);
    }

    [Fact]
    public async Task A_job_ends_once_and_a_refused_step_tells_nothing()
    {
        var job = (await _store.AcceptAsync(Submissions.Of())).Job;
        var ends = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _store.StepAsync(job.Step(new JobEnded(i % 2 == 0 ? JobState.Succeeded : JobState.Cancelled, DateTimeOffset.UnixEpoch), $"{i}"))));

        ends.Count(end => end.Applied).ShouldBe(1);
        ends[0].Applied.ShouldBeTrue();
        _store.Reader.Told(job.Id).ShouldBe("1:0");
        (await _store.StepAsync(Submissions.Of() is { } never ? new JobStep(never.Id, null, []) : null!)).ShouldBe(new JobStepResult(null, false, 0));
    }

    [Fact]
    public async Task Lists_are_paged_from_the_latest_and_narrowed()
    {
        var jobs = new List<Job>();
        for (var i = 0; i < 10; i++)
        {
            jobs.Add((await _store.AcceptAsync(Submissions.Of(owner: i % 2 == 0 ? "anna" : "bert"))).Job);
        }

        await _store.StepAsync(jobs[4].Step(new JobEnded(JobState.Cancelled, DateTimeOffset.UnixEpoch)));

        Sequences(new JobFilter { Most = 4 }).ShouldBe([10, 9, 8, 7]);
        Sequences(new JobFilter { Most = 4, Before = 7 }).ShouldBe([6, 5, 4, 3]);
        Sequences(new JobFilter { Owner = "anna" }).ShouldBe([9, 7, 5, 3, 1]);
        Sequences(new JobFilter { Owner = "anna", States = [JobState.Queued, JobState.Running] }).ShouldBe([9, 7, 3, 1]);
        Sequences(new JobFilter { States = [JobState.Cancelled] }).ShouldBe([5]);
        _store.Reader.Unfinished().Select(job => job.Sequence).ShouldBe([1, 2, 3, 4, 6, 7, 8, 9, 10]);
    }

    [Fact]
    public async Task A_forgotten_job_leaves_nothing_and_its_sequence_is_not_used_again()
    {
        var job = (await _store.AcceptAsync(Submissions.Of(key: "k"))).Job;
        (await _store.StepAsync(job.Step(new JobForgotten()))).Applied.ShouldBeFalse("It has not ended.");
        await _store.StepAsync(job.Step(new JobEnded(JobState.Cancelled, DateTimeOffset.UnixEpoch), "1"));
        (await _store.StepAsync(job.Step(new JobForgotten()))).Applied.ShouldBeTrue();

        _store.Reader.Find(job.Id).ShouldBeNull();
        _store.Reader.Told(job.Id).ShouldBeEmpty();
        _store.Reader.Submission(job.Id).ShouldBeNull();
        await RestartAsync();
        var next = await _store.AcceptAsync(Submissions.Of(key: "k"));
        next.Verdict.ShouldBe(AcceptanceVerdict.Accepted);
        next.Job.Sequence.ShouldBe(2);
    }

    [Fact]
    public async Task Settings_are_remembered_and_the_latest_counts()
    {
        _store.Reader.Setting("paused").ShouldBeNull();
        await _store.SettingAsync("paused", new byte[] { 1 });
        await _store.SettingAsync("paused", new byte[] { 2, 3 });
        await _store.SettingAsync("empty", default);

        await RestartAsync();

        _store.Reader.Setting("paused")!.Value.ToArray().ShouldBe([2, 3]);
        _store.Reader.Setting("empty")!.Value.Length.ShouldBe(0);
    }

    private IEnumerable<long> Sequences(JobFilter filter) => _store.Reader.List(filter).Select(job => job.Sequence);

    private async Task RestartAsync()
    {
        await _store.DisposeAsync();
        _store = JobStore.Open(_folder.Path, TimeProvider.System);
    }
}
