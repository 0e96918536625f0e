using FsCheck;
using FsCheck.Fluent;
using MySpinBot.Core.Jobs;

namespace MySpinBot.Core.Tests.Jobs;

/// <summary>Random jobs come, go, move, begin and end; after each step the queue is asked.</summary>
public sealed class What_holds_of_every_queue
{
    private static readonly Gen<(int Kind, int Pick, int Owner, int Priority, int Number)[]> Steps =
        Gen.Choose(0, 1 << 28).Select(bits => (bits & 7, (bits >> 3) & 1023, (bits >> 13) & 3, (bits >> 15) & 3, (bits >> 17) & 7)).ArrayOf();

    [Fact]
    public void Its_order_is_that_in_which_jobs_are_taken_and_each_knows_its_position()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Steps.ToArbitrary(), steps =>
        {
            var story = new Story();
            foreach (var step in steps)
            {
                story.Do(step);
                story.ShouldHold();
            }

            story.ShouldDrainAsListed();
        }));

    private sealed class Story
    {
        private readonly JobQueue _queue = new();
        private readonly Dictionary<Guid, (Job Job, bool Returned)> _waiting = [];
        private readonly List<Job> _running = [];
        private long _sequence;

        public void Do((int Kind, int Pick, int Owner, int Priority, int Number) step)
        {
            switch (step.Kind)
            {
                case 0 or 1 or 2:
                    _sequence++;
                    Add(new Job { Id = Guid.NewGuid(), Sequence = _sequence, Number = step.Number == 7 ? _sequence : step.Number, Owner = $"o{step.Owner}", Priority = step.Priority, State = JobState.Queued, AcceptedAt = default }, returned: false);
                    break;
                case 3:
                    var least = _waiting.Count == 0 ? null : (int?)_waiting.Values.Max(one => one.Job.Priority);
                    var taken = _queue.Take();
                    taken?.Priority.ShouldBe(least!.Value);
                    (taken is null).ShouldBe(least is null);
                    if (taken is not null)
                    {
                        _waiting.Remove(taken.Id).ShouldBeTrue();
                        _running.Add(taken);
                    }

                    break;
                case 4 or 5 when _running.Count > 0:
                    var ended = _running[step.Pick % _running.Count];
                    _running.Remove(ended);
                    _queue.Ended(ended.Id);
                    if (step.Kind == 5)
                    {
                        Add(ended, returned: true);
                    }

                    break;
                case 6 when _waiting.Count > 0:
                    var gone = Pick(step.Pick);
                    _waiting.Remove(gone.Id);
                    _queue.Remove(gone.Id).ShouldBeTrue();
                    _queue.Remove(gone.Id).ShouldBeFalse();
                    break;
                case 7 when _waiting.Count > 0:
                    var moved = Pick(step.Pick) with { Priority = step.Priority, Number = step.Number };
                    _waiting[moved.Id] = (moved, false);
                    _queue.Move(moved).ShouldBeTrue();
                    break;
            }
        }

        public void ShouldHold()
        {
            var listed = _queue.InOrder().ToList();
            listed.Select(job => job.Id).ShouldBe(_waiting.Keys, ignoreOrder: true);
            _queue.Count.ShouldBe(listed.Count);
            for (var i = 0; i < listed.Count; i++)
            {
                _queue.Before(listed[i].Id).ShouldBe(i);
            }

            listed.Select(job => job.Priority).ShouldBeInOrder(SortDirection.Descending);
            foreach (var lane in listed.GroupBy(job => (job.Owner, job.Priority)))
            {
                lane.ShouldBe(lane.OrderBy(job => !_waiting[job.Id].Returned).ThenBy(job => job.Number).ThenBy(job => job.Sequence));
            }

            // Returned ones stand in front whatever their number.
            var plain = _waiting.Values.Where(one => !one.Returned).Select(one => one.Job.Number).ToList();
            plain.ForEach(number => number.ShouldBeGreaterThan(_queue.NumberAtFront()));
        }

        public void ShouldDrainAsListed()
        {
            var listed = _queue.InOrder().Select(job => job.Id).ToList();
            foreach (var id in listed)
            {
                _queue.Take()!.Id.ShouldBe(id);
            }

            _queue.Take().ShouldBeNull();
        }

        private Job Pick(int pick) => _waiting.Values.Select(one => one.Job).OrderBy(job => job.Sequence).ElementAt(pick % _waiting.Count);

        private void Add(Job job, bool returned)
        {
            _waiting[job.Id] = (job, returned);
            _queue.Add(job, returned);
        }
    }
}
