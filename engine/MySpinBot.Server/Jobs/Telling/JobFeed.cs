using System.Collections.Immutable;
using MySpinBot.Core.Jobs;

namespace MySpinBot.Server.Jobs.Telling;

/// <summary>The news of one job that are kept in memory: its latest events without gaps, and what is transient. Readers wait for the next version of it; there is no queue for any of them. Safe from any thread.</summary>
internal sealed class JobFeed(Guid id)
{
    /// <summary>Bytes of events that are kept of one job; older ones are on disk.</summary>
    private const int MostBytes = 2 << 20;
    private const int MostPassing = 256;

    // What an event takes beside its bytes.
    private const int Around = 120;

    private readonly Lock _gate = new();
    private readonly Queue<StoredNews> _tail = new();
    private readonly List<(long Version, JobNews News)> _passing = [];
    private readonly StreamedTexts _texts = new();
    private TaskCompletionSource? _changed;
    private long _version, _bytes, _textBytes, _last;
    private Job? _job;
    private bool _isGone;

    /// <summary>The job.</summary>
    public Guid Id { get; } = id;

    /// <summary>How many read it now. Under the feeds' lock.</summary>
    public int Readers { get; set; }

    /// <summary>Its place among those whose jobs have ended, which may be let go; null while its job has not. Under the feeds' lock.</summary>
    public LinkedListNode<(JobFeed Feed, long Bytes)>? Old { get; set; }

    /// <summary>Bytes that it holds.</summary>
    public long Bytes => Interlocked.Read(ref _bytes) + Interlocked.Read(ref _textBytes);

    public void Take(Job job, IReadOnlyList<JobNews> news)
    {
        TaskCompletionSource? changed;
        lock (_gate)
        {
            _job = job;
            _version++;
            for (var i = 0; i < news.Count; i++)
            {
                Take(news[i]);
            }

            if (job.State.IsEnd())
            {
                _passing.Clear();
            }

            (changed, _changed) = (_changed, null);
        }

        changed?.TrySetResult();
    }

    /// <summary>The job is forgotten, or the server stops: readers come to an end.</summary>
    public void Close()
    {
        TaskCompletionSource? changed;
        lock (_gate)
        {
            _isGone = true;
            (changed, _changed) = (_changed, null);
        }

        changed?.TrySetResult();
    }

    /// <summary>Lets go of what is in memory.</summary>
    public void Shed()
    {
        lock (_gate)
        {
            _tail.Clear();
            Interlocked.Exchange(ref _bytes, 0);
            ForgetTexts();
        }
    }

    /// <summary>Lets go of what calls have written: the job has ended, and all who read along have it.</summary>
    public void ShedTexts()
    {
        lock (_gate)
        {
            ForgetTexts();
        }
    }

    /// <summary>What there is for a reader.</summary>
    /// <param name="after">The number of the last event that he knows.</param>
    /// <param name="seen">The version of the feed when he was here last; less than nothing for one who comes.</param>
    /// <param name="most">The most events that he takes.</param>
    /// <param name="mark">How far he is with what calls write; goes on to what he is given.</param>
    public FeedPage Read(long after, long seen, int most, TextMark mark)
    {
        lock (_gate)
        {
            if (_isGone)
            {
                return new FeedPage(_version, [], [], [], IsBehind: false, IsGone: true, _job);
            }

            var isBehind = _last > after && (_tail.Count == 0 || _tail.Peek().Number > after + 1);
            var events = isBehind ? [] : Since(after, most);
            var isComplete = !isBehind && (_last <= after || (!events.IsEmpty && events[^1].Number == _last));
            var texts = isBehind ? [] : _texts.Since(mark, Id, isComplete ? long.MaxValue : events.IsEmpty ? after : events[^1].Number);
            return new FeedPage(_version, events, texts, isComplete ? PassingSince(seen) : [], isBehind, IsGone: false, _job);
        }
    }

    /// <summary>Completes when the feed is of another version than this one.</summary>
    public Task ChangedAsync(long version)
    {
        lock (_gate)
        {
            if (_version != version || _isGone)
            {
                return Task.CompletedTask;
            }

            // Readers go on elsewhere: whoever publishes has other things to do.
            return (_changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private void Take(JobNews news)
    {
        if (news is TextNews text)
        {
            _texts.Take(text, _last);
            Interlocked.Exchange(ref _textBytes, _texts.Bytes);
            return;
        }

        if (news is not StoredNews stored)
        {
            _passing.RemoveAll(other => Live.Passing.IsReplaced(other.News, news));
            if (_passing.Count == MostPassing)
            {
                _passing.RemoveAt(0);
            }

            _passing.Add((_version, news));
            return;
        }

        if (_tail.Count > 0 && stored.Number != _last + 1)
        {
            _tail.Clear();
            Interlocked.Exchange(ref _bytes, 0);
        }

        _last = Math.Max(_last, stored.Number);
        _tail.Enqueue(stored);
        Interlocked.Add(ref _bytes, stored.Json.Length + Around);
        while (_bytes > MostBytes && _tail.Count > 1)
        {
            Interlocked.Add(ref _bytes, -(_tail.Dequeue().Json.Length + Around));
        }
    }

    private void ForgetTexts()
    {
        _texts.Clear();
        Interlocked.Exchange(ref _textBytes, 0);
    }

    private ImmutableArray<StoredNews> Since(long after, int most)
    {
        if (_tail.Count == 0 || _last <= after)
        {
            return [];
        }

        var skipped = (int)Math.Max(0, after + 1 - _tail.Peek().Number);
        var found = ImmutableArray.CreateBuilder<StoredNews>(Math.Min(most, _tail.Count - skipped));
        foreach (var news in _tail)
        {
            if (skipped > 0)
            {
                skipped--;
            }
            else if (found.Count < most)
            {
                found.Add(news);
            }
            else
            {
                break;
            }
        }

        return found.ToImmutable();
    }

    private ImmutableArray<JobNews> PassingSince(long seen)
    {
        if (_passing.Count == 0 || _passing[^1].Version <= seen)
        {
            return [];
        }

        var found = ImmutableArray.CreateBuilder<JobNews>();
        foreach (var (version, news) in _passing)
        {
            if (version > seen)
            {
                found.Add(news);
            }
        }

        return found.ToImmutable();
    }
}

/// <summary>What a feed has for a reader.</summary>
/// <param name="Version">The feed's version.</param>
/// <param name="Events">The events that follow on the last one he knows.</param>
/// <param name="Texts">What calls wrote that he has not yet, each with the number of the event that it comes behind.</param>
/// <param name="Passing">What is transient and new to him; none while there are more events for him.</param>
/// <param name="IsBehind">Whether the events that he wants are on disk only.</param>
/// <param name="IsGone">Whether there is nothing more to come.</param>
/// <param name="Job">The job with the latest news; null where none were published yet.</param>
internal readonly record struct FeedPage(long Version, ImmutableArray<StoredNews> Events, ImmutableArray<(long Behind, TextNews News)> Texts, ImmutableArray<JobNews> Passing, bool IsBehind, bool IsGone, Job? Job);
