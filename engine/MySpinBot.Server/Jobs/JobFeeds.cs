using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Jobs.Telling;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Server.Jobs;

/// <summary>What is to be told of jobs: kept events from the disk or from the tail in memory, the latest of what is transient, and what calls write. Readers pull, each at his own pace; nobody waits
/// for a reader, and what a slow one misses are transient news only: of a text he misses nothing but the beginning of a very long one.</summary>
public sealed class JobFeeds
{
    /// <summary>Events that a reader takes at once.</summary>
    private const int Page = 512;
    private const long MostOldBytes = 16 << 20;
    private const int MostOld = 2_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, JobFeed> _feeds = [];
    private readonly LinkedList<(JobFeed Feed, long Bytes)> _old = [];
    private readonly PreviewRing _previews = new();
    private readonly JobReader _reader;
    private readonly Action<string> _report;
    private ImmutableArray<Subscription> _listeners = [];
    private long _oldBytes;
    private bool _isClosed;

    internal JobFeeds(JobReader reader, Action<string> report) => (_reader, _report) = (reader, report);

    /// <summary>News of a job: every kept event after a number, in order, and what is transient as it is when the reader comes by.
    /// Ends when the job has ended and all of it was told, or the job is forgotten. Nothing for a job that there is not.</summary>
    public async IAsyncEnumerable<JobNews> Watch(Guid job, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var feed = Enter(job);
        try
        {
            var seen = -1L;
            var mark = new TextMark();
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                var page = feed.Read(after, seen, Page, mark);
                if (page.IsGone)
                {
                    yield break;
                }

                // Where nothing was published since the feed is there, the disk knows.
                var events = page.IsBehind || page.Job is null ? FromDisk(job, after) : page.Events;
                var text = 0;
                foreach (var news in events)
                {
                    for (; text < page.Texts.Length && page.Texts[text].Behind < news.Number; text++)
                    {
                        yield return page.Texts[text].News;
                    }

                    after = news.Number;
                    yield return news;
                }

                for (; text < page.Texts.Length; text++)
                {
                    yield return page.Texts[text].News;
                }

                foreach (var news in page.Passing)
                {
                    yield return news;
                }

                if (events.IsEmpty || (!page.IsBehind && events.Length < Page && page.Job is not null))
                {
                    if ((page.Job ?? _reader.Find(job)) is not { } now || (now.State.IsEnd() && after >= now.LastEvent))
                    {
                        yield break;
                    }

                    seen = page.Version;
                    await feed.ChangedAsync(page.Version).WaitAsync(cancellation);
                }
            }
        }
        finally
        {
            Leave(feed);
        }
    }

    /// <summary>The latest preview of this number, while it is kept.</summary>
    public PreviewNews? Preview(long number) => _previews.Find(number);

    /// <summary>Hears the news of all jobs from now on, until it is disposed.</summary>
    public IDisposable Listen(JobListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        var subscription = new Subscription(this, listener);
        ImmutableInterlocked.Update(ref _listeners, (all, added) => all.Add(added), subscription);
        return subscription;
    }

    /// <summary>Tells news of a job.</summary>
    internal void Publish(Job job, IReadOnlyList<JobNews> news)
    {
        if (FeedOf(job) is { } feed)
        {
            feed.Take(job, news);
            if (job.State.IsEnd())
            {
                Age(feed);
            }
        }

        foreach (var subscription in _listeners)
        {
            try
            {
                subscription.Listener(job, news);
            }

            // A listener's mistake must not keep the others, and the job, from going on.
#pragma warning disable CA1031
            catch (Exception bug)
            {
                _report($"A listener to the news of jobs failed, which is a mistake in MySpinBot: {bug}");
            }
#pragma warning restore CA1031
        }
    }

    /// <summary>A preview with its number.</summary>
    internal PreviewNews Numbered(Guid job, string node, ReadOnlyMemory<byte> jpeg) => _previews.Add(job, node, jpeg);

    /// <summary>Readers of a job that is forgotten come to an end.</summary>
    internal void Forget(Guid job)
    {
        JobFeed? feed;
        lock (_gate)
        {
            if (_feeds.Remove(job, out feed))
            {
                Revive(feed);
            }
        }

        feed?.Close();
    }

    /// <summary>All readers come to an end.</summary>
    internal void Close()
    {
        List<JobFeed> all;
        lock (_gate)
        {
            _isClosed = true;
            all = [.. _feeds.Values];
        }

        all.ForEach(feed => feed.Close());
    }

    private ImmutableArray<StoredNews> FromDisk(Guid job, long after) => [.. _reader.Events(job, after, Page).Select(stored => new StoredNews(job, stored.Number, stored.Json))];

    private JobFeed Enter(Guid job)
    {
        lock (_gate)
        {
            if (!_feeds.TryGetValue(job, out var feed))
            {
                _feeds.Add(job, feed = new JobFeed(job));
            }

            feed.Readers++;
            if (_isClosed)
            {
                feed.Close();
            }

            return feed;
        }
    }

    private void Leave(JobFeed feed)
    {
        lock (_gate)
        {
            feed.Readers--;

            if (feed.Readers == 0 && feed.Old is not null)
            {
                feed.ShedTexts();
            }

            // One that nothing was ever published to was made for its readers.
            if (feed.Readers == 0 && feed.Bytes == 0 && feed.Old is null && _feeds.GetValueOrDefault(feed.Id) == feed)
            {
                _feeds.Remove(feed.Id);
            }
        }
    }

    // A job that waits and that nobody reads has no feed: what little there is of it is on disk.
    private JobFeed? FeedOf(Job job)
    {
        lock (_gate)
        {
            if (!_feeds.TryGetValue(job.Id, out var feed) && job.State == JobState.Running)
            {
                _feeds.Add(job.Id, feed = new JobFeed(job.Id));
            }

            if (feed is not null && !job.State.IsEnd())
            {
                Revive(feed);
            }

            return feed;
        }
    }

    private void Age(JobFeed feed)
    {
        lock (_gate)
        {
            if (feed.Old is null && _feeds.ContainsKey(feed.Id))
            {
                if (feed.Readers == 0)
                {
                    feed.ShedTexts();
                }

                feed.Old = _old.AddLast((feed, feed.Bytes));
                _oldBytes += feed.Bytes;
            }

            while (_old.First is { } oldest && (_old.Count > MostOld || _oldBytes > MostOldBytes))
            {
                var old = oldest.Value.Feed;
                Revive(old);
                if (old.Readers == 0)
                {
                    _feeds.Remove(old.Id);
                }
                else
                {
                    old.Shed();
                }
            }
        }
    }

    private void Revive(JobFeed feed)
    {
        if (feed.Old is { } old)
        {
            _oldBytes -= old.Value.Bytes;
            _old.Remove(old);
            feed.Old = null;
        }
    }

    private sealed class Subscription(JobFeeds feeds, JobListener listener) : IDisposable
    {
        public JobListener Listener { get; } = listener;

        public void Dispose() => ImmutableInterlocked.Update(ref feeds._listeners, (all, gone) => all.Remove(gone), this);
    }
}
