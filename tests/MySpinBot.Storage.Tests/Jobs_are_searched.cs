using MySpinBot.Core.Jobs;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Storage.Tests;

public sealed class Jobs_are_searched : IAsyncLifetime
{
    private static readonly string?[] Names = ["Film", "film of a cat", "100 % real", "a_b", "a\\b", null, "Ümlaut", "it's"];
    private static readonly JobState[][] States = [[], [JobState.Queued], [JobState.Queued, JobState.Cancelled], [JobState.Succeeded], [JobState.Running, JobState.Failed]];

    private readonly TemporaryFolder _folder = new();
    private readonly Ticking _clock = new();
    private readonly List<Job> _jobs = [];
    private readonly JobStore _store;

    public Jobs_are_searched() => _store = JobStore.Open(_folder.Path, _clock);

    public async ValueTask InitializeAsync()
    {
        for (var i = 0; i < 60; i++)
        {
            _clock.Now = DateTimeOffset.UnixEpoch.AddMinutes(i);
            var job = (await _store.AcceptAsync(Submissions.Of(owner: i % 3 == 0 ? "anna" : "bert") with { Name = Names[i % Names.Length], Priority = i % 4, Number = i / 2.0 })).Job;
            _jobs.Add(i % 5 == 0 ? (await _store.StepAsync(job.Step(new JobEnded(i % 2 == 0 ? JobState.Cancelled : JobState.Succeeded, _clock.Now, "Because."), "{}"))).Job! : job);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("film", 16)]
    [InlineData("FILM", 16)]
    [InlineData("%", 8)]
    [InlineData("_", 8)]
    [InlineData("\\", 7)]
    [InlineData("'", 7)]
    [InlineData("Ümlaut", 7)]
    [InlineData("", 53)]
    [InlineData("nobody", 0)]
    public void By_a_part_of_the_name_in_which_nothing_has_a_meaning_of_its_own(string part, int count)
    {
        _store.Reader.List(new JobFilter { NameContains = part }).Length.ShouldBe(count);
        _store.Reader.Count(new JobFilter { NameContains = part }).ShouldBe(count);
    }

    [Fact]
    public void By_all_that_a_filter_has_at_once()
    {
        var seed = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            var filter = new JobFilter
            {
                Owner = Any(seed, null, "anna", "bert", "nobody"),
                States = [.. Any(seed, States)],
                NameContains = Any(seed, null, null, "film", "a"),
                Since = Any<DateTimeOffset?>(seed, null, DateTimeOffset.UnixEpoch.AddMinutes(seed.Next(60))),
                Until = Any<DateTimeOffset?>(seed, null, DateTimeOffset.UnixEpoch.AddMinutes(seed.Next(60))),
                Before = Any<long?>(seed, null, seed.Next(70)),
                After = Any<long?>(seed, null, seed.Next(70)),
                Ascending = seed.Next(2) == 0,
                Offset = seed.Next(3),
                Most = seed.Next(1, 40),
            };
            Same(_store.Reader.List(filter), Expected(filter), filter);
            _store.Reader.Count(filter).ShouldBe(Expected(filter with { Before = null, After = null, Offset = 0, Most = 1000 }).Count, filter.ToString());
        }
    }

    [Fact]
    public void What_is_read_without_more_ado_is_what_a_search_finds()
    {
        foreach (var states in States)
        {
            foreach (var owner in new[] { null, "anna", "nobody" })
            {
                var filter = new JobFilter { Owner = owner, States = [.. states], Most = 13, Before = 50 };
                Same(_store.Reader.List(filter), [.. _store.Reader.List(filter with { Since = DateTimeOffset.UnixEpoch })], filter);
                _store.Reader.Count(filter).ShouldBe(_store.Reader.Count(filter with { Since = DateTimeOffset.UnixEpoch }));
            }
        }
    }

    [Fact]
    public async Task With_the_calls_that_are_suspected()
    {
        var job = (await _store.AcceptAsync(Submissions.Of() with { Name = "suspect" })).Job;
        await _store.StepAsync(job.Step(new JobBegun(_clock.Now)));
        await _store.StepAsync(job.Step(new JobReturned(CountsAttempt: true, [new SuspectCall("blur", 2, 1)])));

        _store.Reader.List(new JobFilter { NameContains = "suspect" }).Single().Suspects.ShouldBe([new SuspectCall("blur", 2, 1)]);
    }

    private static T Any<T>(Random seed, params T[] choices) => choices[seed.Next(choices.Length)];

    private static void Same(IReadOnlyList<Job> found, IReadOnlyList<Job> expected, JobFilter filter)
    {
        found.Select(job => job.Sequence).ShouldBe(expected.Select(job => job.Sequence), filter.ToString());
        found.ShouldBe(expected);
    }

    private List<Job> Expected(JobFilter filter)
    {
        var found = _jobs.Where(job => (filter.Owner is null || job.Owner == filter.Owner)
            && (filter.States.IsEmpty || filter.States.Contains(job.State))
            && (filter.NameContains is not { } part || (job.Name?.Contains(part, StringComparison.OrdinalIgnoreCase) ?? false))
            && !(job.AcceptedAt < filter.Since) && !(job.AcceptedAt >= filter.Until) && !(job.Sequence >= filter.Before) && !(job.Sequence <= filter.After));
        return [.. (filter.Ascending ? found : found.Reverse()).Skip(filter.Offset).Take(filter.Most)];
    }

    private sealed class Ticking : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
