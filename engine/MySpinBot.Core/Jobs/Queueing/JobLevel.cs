namespace MySpinBot.Core.Jobs.Queueing;

/// <summary>The jobs that wait with one priority: a lane for each owner. The owner with fewer jobs running goes first, then he who has had fewer turns, then by name.
/// Who comes with jobs after a while without counts as having had as many turns as he who went last, so nobody saves turns up.</summary>
internal sealed class JobLevel(int priority)
{
    private readonly Dictionary<string, JobLane> _lanes = new(StringComparer.Ordinal);
    private readonly SortedSet<JobLane> _turns = new(Comparer<JobLane>.Create(Compare));
    private long _last;
    private int _running;

    public int Priority { get; } = priority;

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>Whether it may be let go: nothing waits, nothing runs.</summary>
    public bool IsIdle => Count == 0 && _running == 0;

    public JobLane Add(Place place)
    {
        if (!_lanes.TryGetValue(place.Job.Owner, out var lane))
        {
            Tidy();
            _lanes.Add(place.Job.Owner, lane = new JobLane(place.Job.Owner) { Turns = _last });
        }

        if (lane.Count == 0)
        {
            lane.Turns = Math.Max(lane.Turns, _last);
        }

        Change(lane, () => lane.Add(place));
        Count++;
        return lane;
    }

    public void Remove(JobLane lane, Place place)
    {
        Change(lane, () => lane.Remove(place));
        Count--;
    }

    /// <summary>The lane whose turn it is; null where nothing waits.</summary>
    public JobLane? Next => _turns.Min;

    public Place Take(JobLane lane)
    {
        var place = lane.First!;
        _last = lane.Turns;
        Change(lane, () =>
        {
            lane.Remove(place);
            lane.Turns++;
            lane.Running++;
        });
        Count--;
        _running++;
        return place;
    }

    /// <summary>A job that was taken from a lane does not run any more.</summary>
    public void Ended(JobLane lane)
    {
        Change(lane, () => lane.Running--);
        _running--;
    }

    /// <summary>How many have their turn before a place. As each turn counts, the turns of all lanes together are those of each, merged.</summary>
    public int Before(JobLane own, Place place)
    {
        var inOwn = own.Before(place);
        var before = inOwn;
        foreach (var lane in _turns)
        {
            if (!ReferenceEquals(lane, own))
            {
                var level = own.Running + inOwn - lane.Running;
                var passes = Order(level, lane, inOwn, own) < 0;
                before += Math.Clamp(passes ? level + 1 : level, 0, lane.Count);
            }
        }

        return before;
    }

    /// <summary>All that wait, in the order in which they would have their turn if none of them ended.</summary>
    public IEnumerable<Place> InOrder()
    {
        if (_turns.Count == 1)
        {
            foreach (var place in _turns.Min!.InOrder())
            {
                yield return place;
            }

            yield break;
        }

        var heads = new PriorityQueue<IEnumerator<Place>, (JobLane Lane, int Turn)>(Comparer<(JobLane Lane, int Turn)>.Create((one, other) => Order(one.Turn, one.Lane, other.Turn, other.Lane)));
        foreach (var lane in _turns)
        {
            var places = lane.InOrder().GetEnumerator();
            places.MoveNext();
            heads.Enqueue(places, (lane, 0));
        }

        while (heads.TryDequeue(out var places, out var head))
        {
            yield return places.Current;
            if (places.MoveNext())
            {
                heads.Enqueue(places, (head.Lane, head.Turn + 1));
            }
        }
    }

    public IEnumerable<JobLane> Lanes => _turns;

    // Compares the turn after so many others of one lane with that of another.
    private static int Order(int turn, JobLane lane, int otherTurn, JobLane other)
    {
        var order = (lane.Running + turn).CompareTo(other.Running + otherTurn);
        order = order != 0 ? order : (lane.Turns + turn).CompareTo(other.Turns + otherTurn);
        return order != 0 ? order : string.CompareOrdinal(lane.Owner, other.Owner);
    }

    private static int Compare(JobLane? lane, JobLane? other) => Order(0, lane!, 0, other!);

    // What a lane is sorted by changes only while it is not in the set.
    private void Change(JobLane lane, Action change)
    {
        _turns.Remove(lane);
        change();
        if (lane.Count > 0)
        {
            _turns.Add(lane);
        }
    }

    // A lane that is empty says nothing any more once the others have had as many turns.
    private void Tidy()
    {
        if (_lanes.Count > (2 * _turns.Count) + 16)
        {
            foreach (var (owner, lane) in _lanes)
            {
                if (lane.Count == 0 && lane.Running == 0 && lane.Turns <= _last)
                {
                    _lanes.Remove(owner);
                }
            }
        }
    }
}
