using System.Diagnostics.CodeAnalysis;
using MySpinBot.Core.Jobs.Queueing;

namespace MySpinBot.Core.Jobs;

/// <summary>Which job has the next turn. Higher priorities go first; within one, owners take turns: he with fewer jobs running first, then he who has had fewer turns;
/// within one owner smaller numbers go first, then what was accepted first. What came back from a lost worker goes before all else of its owner and priority.
/// Decides without doing: no lock, no clock. Changes and questions take time in the logarithm of the jobs that wait, and in the number of priorities and owners.</summary>
public sealed class JobQueue
{
    private readonly Dictionary<Guid, Spot> _waiting = [];
    private readonly Dictionary<Guid, (JobLevel Level, JobLane Lane)> _running = [];
    private readonly SortedDictionary<int, JobLevel> _levels = new(Comparer<int>.Create((one, other) => other.CompareTo(one)));

    /// <summary>How many wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>Rises with each change of who waits where.</summary>
    public long Version { get; private set; }

    /// <summary>All that wait, in the order in which they will have their turn as things are. To be read before the next change.</summary>
    public IEnumerable<Job> InOrder()
    {
        foreach (var level in _levels.Values)
        {
            foreach (var place in level.InOrder())
            {
                yield return place.Job;
            }
        }
    }

    /// <summary>Whether a job waits.</summary>
    public bool Has(Guid id) => _waiting.ContainsKey(id);

    /// <summary>Has a job wait.</summary>
    /// <param name="job">The job. None of its id waits.</param>
    /// <param name="returned">Whether it had its turn already and lost its worker.</param>
    public void Add(Job job, bool returned = false)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (_waiting.ContainsKey(job.Id))
        {
            throw new ArgumentException($"The job {job.Id} waits already.", nameof(job));
        }

        if (!_levels.TryGetValue(job.Priority, out var level))
        {
            _levels.Add(job.Priority, level = new JobLevel(job.Priority));
        }

        var place = new Place(job, returned);
        _waiting.Add(job.Id, new Spot(level, level.Add(place), place));
        Version++;
    }

    /// <summary>The job whose turn it is; it waits no longer, and runs until <see cref="Ended"/> is said. Null where none waits.</summary>
    public Job? Take()
    {
        foreach (var level in _levels.Values)
        {
            if (level.Next is { } lane)
            {
                var job = level.Take(lane).Job;
                _waiting.Remove(job.Id);
                _running[job.Id] = (level, lane);
                Version++;
                return job;
            }
        }

        return null;
    }

    /// <summary>A job that was taken runs no longer: its owner's next turn is the nearer. Nothing happens where none of this id was taken.</summary>
    public void Ended(Guid id)
    {
        if (_running.Remove(id, out var taken))
        {
            taken.Level.Ended(taken.Lane);
            LetGo(taken.Level);
            Version++;
        }
    }

    /// <summary>Takes a job out, wherever it stands.</summary>
    /// <returns>Whether it waited.</returns>
    public bool Remove(Guid id)
    {
        if (!_waiting.Remove(id, out var spot))
        {
            return false;
        }

        spot.Level.Remove(spot.Lane, spot.Place);
        LetGo(spot.Level);
        Version++;
        return true;
    }

    /// <summary>Gives a job that waits another place: that of the job as it is now.</summary>
    /// <returns>Whether it waited.</returns>
    public bool Move(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (!Remove(job.Id))
        {
            return false;
        }

        Add(job);
        return true;
    }

    /// <summary>How many have their turn before a job, as things are; null where it does not wait.</summary>
    public int? Before(Guid id)
    {
        if (!_waiting.TryGetValue(id, out var spot))
        {
            return null;
        }

        var before = spot.Level.Before(spot.Lane, spot.Place);
        foreach (var level in _levels.Values)
        {
            if (level.Priority <= spot.Level.Priority)
            {
                break;
            }

            before += level.Count;
        }

        return before;
    }

    /// <summary>A number that is smaller than those of all that wait; 0 where none does.</summary>
    public double NumberAtFront()
    {
        double? least = null;
        foreach (var (lane, _) in Lanes())
        {
            if (lane.At(FirstByNumber(lane)) is { } place && !(least <= place.Job.Number))
            {
                least = place.Job.Number;
            }
        }

        return least is { } number ? Math.Min(Math.Floor(number) - 1, Math.BitDecrement(number)) : 0;
    }

    /// <summary>A number that is greater than those of all that wait; 0 where none does.</summary>
    public double NumberAtBack()
    {
        double? greatest = null;
        foreach (var (lane, count) in Lanes())
        {
            if (lane.At(count - 1) is { } place && !(greatest >= place.Job.Number))
            {
                greatest = place.Job.Number;
            }
        }

        return greatest is { } number ? Math.Max(Math.Ceiling(number) + 1, Math.BitIncrement(number)) : 0;
    }

    /// <summary>A number between those of a job that waits and of the one before or behind it in its owner's order.</summary>
    /// <param name="id">The job.</param>
    /// <param name="behind">Whether directly behind it, rather than directly before.</param>
    /// <param name="number">The number.</param>
    /// <returns>Whether the job waits.</returns>
    public bool TryNumberBeside(Guid id, bool behind, [NotNullWhen(true)] out double? number)
    {
        number = null;
        if (!_waiting.TryGetValue(id, out var spot))
        {
            return false;
        }

        var own = spot.Place.Job.Number;
        var beside = spot.Lane.At(spot.Lane.Before(spot.Place) + (behind ? 1 : -1));
        var next = beside is { } place && place.Returned == spot.Place.Returned ? place.Job.Number : behind ? Math.Ceiling(own) + 1 : Math.Floor(own) - 1;
        var middle = own + ((next - own) / 2);

        // Where there is no number between them, the nearest on the right side has to do.
        number = behind ? Math.Max(middle, Math.BitIncrement(own)) : Math.Min(middle, Math.BitDecrement(own));
        return true;
    }

    private IEnumerable<(JobLane Lane, int Count)> Lanes() => _levels.Values.SelectMany(level => level.Lanes).Select(lane => (lane, lane.Count));

    // What came back stands in front whatever its number is.
    private static int FirstByNumber(JobLane lane)
    {
        var (low, high) = (0, lane.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = lane.At(middle)!.Returned ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void LetGo(JobLevel level)
    {
        if (level.IsIdle)
        {
            _levels.Remove(level.Priority);
        }
    }

    private readonly record struct Spot(JobLevel Level, JobLane Lane, Place Place);
}
